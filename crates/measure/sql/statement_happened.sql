-- What happened beside visits, from day $2 to $3: previews that were fetched, and what is no visit.
SELECT it.kind, word.text, it.times
FROM (SELECT kind, what, CAST(SUM(times) AS BIGINT) AS times FROM happened_day
      WHERE site = $1 AND day BETWEEN $2 AND $3 AND kind IN ('unfurl', 'left_out') GROUP BY kind, what) AS it
JOIN word ON word.id = it.what
