-- A mail that no server took or refused yet.
SELECT id, workspace, recipient, subject, body, html, off, created_at, attempts FROM mail WHERE id = $1 AND ended_at IS NULL
