-- How many sites are measured, and a number that rises with each change of how.
SELECT COUNT(*), CAST(COALESCE(SUM(measured.version), 0) AS BIGINT)
FROM measured JOIN site ON site.id = measured.site
WHERE site.removed_at IS NULL
