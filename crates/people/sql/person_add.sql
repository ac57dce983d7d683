-- A person without e-mail and password.
INSERT INTO person (id, name, created_at) VALUES ($1, $2, $3)
