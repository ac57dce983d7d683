-- Different visitors by days.
SELECT day, visitors FROM visitor_day WHERE site = $1 AND what = $2 AND day >= $3 AND day <= $4 AND visitors > 0 ORDER BY day
