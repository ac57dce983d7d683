-- What is being done with a live one.
UPDATE delivery SET cause = $2, says = $3, changed_at = $4 WHERE id = $1 AND state = 'live'
