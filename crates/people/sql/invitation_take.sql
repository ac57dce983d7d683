-- Takes an invitation that has not run out: looking and taking are one.
DELETE FROM invitation
WHERE secret = $1 AND expires_at > $2 AND workspace IN (SELECT id FROM workspace WHERE removed_at IS NULL)
RETURNING workspace, email, role
