-- The tokens of a workspace, without what they are known by.
SELECT id, person, name, scope, created_at, used_at, expires_at FROM api_token WHERE workspace = $1 ORDER BY created_at, id
