-- The invitations into a workspace that wait, the newest first.
SELECT id, email, role, created_at, expires_at FROM invitation WHERE workspace = $1 AND expires_at > $2 ORDER BY created_at DESC, id
