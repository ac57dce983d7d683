-- A live one is to say this from now on.
UPDATE delivery SET text = $2, cause = 'correcting', says = $3, changed_at = $4 WHERE id = $1 AND state = 'live'
