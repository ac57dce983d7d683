-- How much all that a site has weighs.
SELECT CAST(COALESCE(SUM(bytes), 0) AS BIGINT) FROM medium WHERE site = $1
