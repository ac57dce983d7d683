-- The site of a demo was there since $2.
UPDATE site SET created_at = $2 WHERE id = $1 AND created_at > $2 AND id IN (SELECT site FROM demo)
