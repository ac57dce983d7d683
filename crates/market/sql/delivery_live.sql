-- It is live, unless somebody else moved it.
UPDATE delivery SET state = $3, live_id = $4, live_url = $5, live_at = $6, cause = NULL, says = NULL, changed_at = $6
WHERE id = $1 AND fence = $2 AND state NOT IN ('live', 'gone')
