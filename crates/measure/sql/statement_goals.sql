-- Whether sales of a site can be seen.
SELECT CAST(CASE WHEN EXISTS (SELECT 1 FROM goal WHERE site = $1 AND removed_at IS NULL)
    OR EXISTS (SELECT 1 FROM sale WHERE site = $1) THEN 1 ELSE 0 END AS BIGINT)
