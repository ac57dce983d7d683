-- The sites of a workspace in the bin, the last one first.
SELECT id, name, address, removed_at FROM site WHERE workspace = $1 AND removed_at IS NOT NULL ORDER BY removed_at DESC, id
