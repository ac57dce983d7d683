-- It was live, and was taken away by us.
UPDATE delivery SET state = 'gone', cause = $4, says = $3, gone_at = $2, changed_at = $2 WHERE id = $1 AND state = 'live'
