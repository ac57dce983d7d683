-- A delivery that is due then, with its code and its key; what an earlier plan froze is not sent.
UPDATE delivery SET state = $2, due_at = $3, code = $4, key = $5, changed_at = $6, cause = NULL, says = NULL,
    frozen = NULL, so_far = 'null', tries = 0
WHERE id = $1
