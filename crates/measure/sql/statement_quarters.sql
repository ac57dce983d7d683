-- Visits of a site by quarter-hours of UTC, from $2 up to $3, that one not included: of all kinds, of the channels of the
-- list $4 (passed on) and of the list $5 (brought).
SELECT quarter, CAST(SUM(visits) AS BIGINT),
    CAST(SUM(CASE WHEN channel IN (SELECT /*sqlite: CAST(value AS BIGINT) FROM json_each($4) *//*postgres: CAST(value AS BIGINT) FROM json_array_elements_text(CAST($4 AS json)) */) THEN visits ELSE 0 END) AS BIGINT),
    CAST(SUM(CASE WHEN channel IN (SELECT /*sqlite: CAST(value AS BIGINT) FROM json_each($5) *//*postgres: CAST(value AS BIGINT) FROM json_array_elements_text(CAST($5 AS json)) */) THEN visits ELSE 0 END) AS BIGINT)
FROM visit_quarter WHERE site = $1 AND quarter >= $2 AND quarter < $3
GROUP BY quarter
