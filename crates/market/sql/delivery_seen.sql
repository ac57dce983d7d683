-- A visitor came by its link: it was posted by hand.
UPDATE delivery SET state = 'live', live_id = 'first visit', live_at = $2, cause = NULL, says = NULL, changed_at = $2
WHERE id = $1 AND state = 'waiting'
