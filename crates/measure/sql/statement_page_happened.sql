-- What happened at pages of a site from day $2 to $3: presses of share buttons, and previews that were fetched.
SELECT word.text AS path, it.kind, it.times
FROM (SELECT page, kind, CAST(SUM(times) AS BIGINT) AS times FROM happened_day
      WHERE site = $1 AND day BETWEEN $2 AND $3 AND kind IN ('press', 'unfurl') GROUP BY page, kind) AS it
JOIN word ON word.id = it.page
