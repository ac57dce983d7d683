-- A person's tokens in a workspace, the newest first.
SELECT id, name, scope, created_at, used_at, expires_at FROM api_token WHERE workspace = $1 AND person = $2 ORDER BY created_at DESC, id
