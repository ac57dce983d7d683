-- The first person that there was.
SELECT id FROM person ORDER BY created_at, id LIMIT 1
