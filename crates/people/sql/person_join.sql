-- A person who signs in with e-mail and password.
INSERT INTO person (id, name, email, password, created_at) VALUES ($1, $2, $3, $4, $5)
