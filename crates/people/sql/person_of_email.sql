-- Whose e-mail it is: id and name.
SELECT id, name FROM person WHERE email = $1 AND password IS NOT NULL
