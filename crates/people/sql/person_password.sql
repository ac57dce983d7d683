-- What is kept of a person's password.
SELECT password FROM person WHERE id = $1
