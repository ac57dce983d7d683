-- It goes out now, from the beginning.
UPDATE delivery SET state = $3, due_at = $4, so_far = 'null', tries = 0, cause = NULL, says = NULL, changed_at = $4
WHERE id = $1 AND fence = $2
