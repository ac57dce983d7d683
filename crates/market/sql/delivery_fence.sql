-- A step will leave: the fence rises, unless somebody else moved it.
UPDATE delivery SET state = $5, frozen = $3, so_far = $4, fence = fence + 1, sent_at = $6, tries = tries + 1, changed_at = $6
WHERE id = $1 AND fence = $2
    AND state IN ('planned', 'prepared', 'limited', 'pending', 'sending')
