-- Days of a site that have visits, in a time.
SELECT DISTINCT day FROM visit_day WHERE site = $1 AND day >= $2 AND day <= $3 ORDER BY day
