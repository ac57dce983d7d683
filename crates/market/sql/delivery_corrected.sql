-- The network shows it so, if nobody wanted something else meanwhile. What it is called there is seen with the next look.
UPDATE delivery SET frozen = $3, corrected_at = $4, changed_at = $4, mark = NULL, cause = NULL, says = NULL
WHERE id = $1 AND text = $2 AND state = 'live'
