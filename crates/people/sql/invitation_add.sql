-- An invitation; $2 is the hash of its secret.
INSERT INTO invitation (id, secret, workspace, email, role, invited_by, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
