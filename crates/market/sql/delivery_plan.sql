-- A delivery that is due then, with its code and its key.
UPDATE delivery SET state = $2, due_at = $3, code = $4, key = $5, changed_at = $6, cause = NULL, says = NULL WHERE id = $1
