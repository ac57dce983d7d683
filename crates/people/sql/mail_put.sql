-- A mail that is to be sent.
INSERT INTO mail (workspace, recipient, subject, body, created_at, attempts) VALUES ($1, $2, $3, $4, $5, 0) RETURNING id
