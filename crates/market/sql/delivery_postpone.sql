-- A planned delivery is due then, unless somebody else moved it; whoever read the earlier time sends nothing any more.
UPDATE delivery SET due_at = $3, changed_at = $4, frozen = NULL, so_far = 'null', tries = 0, fence = fence + 1
WHERE id = $1 AND fence = $2 AND state = 'planned'
