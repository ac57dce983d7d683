-- Pages of a site from day $2 to $3 by where visits began: the channels of the lists $4 passed on and $5 brought, those of
-- $6 that can't be told; $7 are the confidences that are sure, $8 those that are guessed. The $9 with the most.
SELECT word.text AS path, it.passed_sure, it.passed, it.brought_sure, it.brought, it.unknown, it.everything
FROM (SELECT page,
        CAST(SUM(CASE WHEN channel IN (SELECT /*sqlite: CAST(value AS BIGINT) FROM json_each($4) *//*postgres: CAST(value AS BIGINT) FROM json_array_elements_text(CAST($4 AS json)) */) AND confidence IN (SELECT /*sqlite: CAST(value AS BIGINT) FROM json_each($7) *//*postgres: CAST(value AS BIGINT) FROM json_array_elements_text(CAST($7 AS json)) */) THEN visits ELSE 0 END) AS BIGINT) AS passed_sure,
        CAST(SUM(CASE WHEN channel IN (SELECT /*sqlite: CAST(value AS BIGINT) FROM json_each($4) *//*postgres: CAST(value AS BIGINT) FROM json_array_elements_text(CAST($4 AS json)) */) AND confidence NOT IN (SELECT /*sqlite: CAST(value AS BIGINT) FROM json_each($8) *//*postgres: CAST(value AS BIGINT) FROM json_array_elements_text(CAST($8 AS json)) */) THEN visits ELSE 0 END) AS BIGINT) AS passed,
        CAST(SUM(CASE WHEN channel IN (SELECT /*sqlite: CAST(value AS BIGINT) FROM json_each($5) *//*postgres: CAST(value AS BIGINT) FROM json_array_elements_text(CAST($5 AS json)) */) AND confidence IN (SELECT /*sqlite: CAST(value AS BIGINT) FROM json_each($7) *//*postgres: CAST(value AS BIGINT) FROM json_array_elements_text(CAST($7 AS json)) */) THEN visits ELSE 0 END) AS BIGINT) AS brought_sure,
        CAST(SUM(CASE WHEN channel IN (SELECT /*sqlite: CAST(value AS BIGINT) FROM json_each($5) *//*postgres: CAST(value AS BIGINT) FROM json_array_elements_text(CAST($5 AS json)) */) AND confidence NOT IN (SELECT /*sqlite: CAST(value AS BIGINT) FROM json_each($8) *//*postgres: CAST(value AS BIGINT) FROM json_array_elements_text(CAST($8 AS json)) */) THEN visits ELSE 0 END) AS BIGINT) AS brought,
        CAST(SUM(CASE WHEN channel IN (SELECT /*sqlite: CAST(value AS BIGINT) FROM json_each($6) *//*postgres: CAST(value AS BIGINT) FROM json_array_elements_text(CAST($6 AS json)) */) THEN visits ELSE 0 END) AS BIGINT) AS unknown,
        CAST(SUM(visits) AS BIGINT) AS everything
    FROM page_day WHERE site = $1 AND day BETWEEN $2 AND $3
    GROUP BY page) AS it
LEFT JOIN word ON word.id = it.page
WHERE it.everything > 0
ORDER BY it.passed + it.brought DESC, it.everything DESC, it.page
LIMIT $9
