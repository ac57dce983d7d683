-- The pages at which silent visits of a site began most, in the days from $2 and before $3: channels of list $4.
SELECT word.text FROM (
    SELECT page, CAST(SUM(visits) AS BIGINT) AS times FROM page_day
    WHERE site = $1 AND day >= $2 AND day < $3 AND page <> 0 AND channel IN
        (SELECT /*sqlite: value FROM json_each($4) *//*postgres: CAST(json_array_elements_text(CAST($4 AS json)) AS BIGINT) */)
    GROUP BY page HAVING SUM(visits) >= $5 ORDER BY times DESC, page LIMIT 5) AS it
JOIN word ON word.id = it.page
ORDER BY it.times DESC, it.page
