-- Somebody did something.
INSERT INTO deed (id, workspace, person, who, what, about, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
