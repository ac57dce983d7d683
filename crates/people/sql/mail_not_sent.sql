-- A mail was not taken: $2 in the words of the server, $3 when it was given up, $4 whether.
UPDATE mail SET attempts = attempts + 1, error = $2, ended_at = $3, body = CASE WHEN $4 THEN '' ELSE body END,
    html = CASE WHEN $4 THEN NULL ELSE html END
WHERE id = $1
