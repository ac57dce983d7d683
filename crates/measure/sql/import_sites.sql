-- Sites that are there, with their addresses.
SELECT id, address FROM site WHERE removed_at IS NULL ORDER BY created_at
