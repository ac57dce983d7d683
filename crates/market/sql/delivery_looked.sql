-- Somebody looked, and it is there.
UPDATE delivery SET looks = looks + 1, looked_at = $2 WHERE id = $1 AND state = 'live'
