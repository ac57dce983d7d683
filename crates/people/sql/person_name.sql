-- What a person is called.
SELECT name FROM person WHERE id = $1
