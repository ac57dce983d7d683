-- The days of the first and the last entry of a site.
SELECT MIN(day) AS first, MAX(day) AS last FROM entry WHERE site = $1 AND undone_at IS NULL HAVING COUNT(*) > 0
