-- A mail that is to be sent.
INSERT INTO mail (workspace, recipient, subject, body, created_at, attempts, html, off)
VALUES ($1, $2, $3, $4, $5, 0, $6, $7) RETURNING id
