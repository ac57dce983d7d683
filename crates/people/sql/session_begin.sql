-- A session; $1 is the hash of its secret, $2 what it is called.
INSERT INTO session (secret, id, person, workspace, agent, created_at, seen_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $6, $7)
