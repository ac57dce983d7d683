-- A token is in use.
UPDATE api_token SET used_at = $2 WHERE secret = $1
