-- A token is revoked: by whoever made it; with $4, anybody's of the workspace. Its name.
DELETE FROM api_token WHERE workspace = $1 AND id = $2 AND (person = $3 OR $4) RETURNING name
