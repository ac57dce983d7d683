-- A token; $2 is the hash of its secret.
INSERT INTO api_token (id, secret, workspace, person, name, scope, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
