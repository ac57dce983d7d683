-- Visits of a site by day and class, from day $2 to $3.
SELECT day, channel, confidence, CAST(SUM(visits) AS BIGINT)
FROM visit_day WHERE site = $1 AND day BETWEEN $2 AND $3
GROUP BY day, channel, confidence
