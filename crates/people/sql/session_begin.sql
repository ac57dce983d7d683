-- A session; $1 is the hash of its secret.
INSERT INTO session (secret, person, workspace, agent, created_at, seen_at, expires_at) VALUES ($1, $2, $3, $4, $5, $5, $6)
