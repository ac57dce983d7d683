-- Presses of share buttons of a site from day $2 to $3, by network.
SELECT word.text, it.times
FROM (SELECT what, CAST(SUM(times) AS BIGINT) AS times FROM happened_day
      WHERE site = $1 AND day BETWEEN $2 AND $3 AND kind = 'press' GROUP BY what) AS it
JOIN word ON word.id = it.what
