-- It stands elsewhere, unless somebody else moved it.
UPDATE delivery SET state = $3, so_far = COALESCE($4, so_far), cause = $5, says = $6, changed_at = $7
WHERE id = $1 AND fence = $2 AND state NOT IN ('live', 'gone')
