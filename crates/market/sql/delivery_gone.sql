-- It was taken away.
UPDATE delivery SET state = 'gone', gone_at = $2, looked_at = $2, changed_at = $2 WHERE id = $1 AND state = 'live'
