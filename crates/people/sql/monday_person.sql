-- A person who is here.
SELECT id FROM person WHERE id = $1
