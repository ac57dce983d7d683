-- A person is gone.
DELETE FROM person WHERE id = $1
