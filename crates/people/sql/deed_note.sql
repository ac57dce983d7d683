-- Somebody did something.
INSERT INTO deed (id, workspace, person, what, about, at) VALUES ($1, $2, $3, $4, $5, $6)
