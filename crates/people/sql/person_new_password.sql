-- A person signs in with another password.
UPDATE person SET password = $2 WHERE id = $1
