-- Visitors of two days who were seen since.
SELECT COUNT(DISTINCT visit) FROM visitor WHERE site = $1 AND day >= $2 AND last_at >= $3 AND robot = FALSE
