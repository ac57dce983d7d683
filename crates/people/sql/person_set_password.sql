-- A person signs in with this from now on.
UPDATE person SET email = $2, password = $3 WHERE id = $1
