-- For tests: a person.
INSERT INTO person (id, name, created_at) VALUES ($1, 'Somebody', 0)
