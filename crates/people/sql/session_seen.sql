-- The session is in use, and lasts from now on.
UPDATE session SET seen_at = $2, expires_at = $3 WHERE secret = $1
