-- A delivery that is due then, with its code and its key, unless somebody else moved it; what an earlier plan froze is not
-- sent, and whoever read that plan sends nothing any more.
UPDATE delivery SET state = $2, due_at = $3, code = $4, key = $5, changed_at = $6, cause = NULL, says = NULL,
    frozen = NULL, so_far = 'null', tries = 0, fence = fence + 1
WHERE id = $1 AND fence = $7 AND state IN ('draft', 'planned', 'skipped')
