-- Visitors by days, each an object of the list.
INSERT INTO visitor_day (site, day, what, visitors)
SELECT it.site, it.day, it.what, it.visitors
FROM /*sqlite: (SELECT json_extract(value, '$.site') AS site, json_extract(value, '$.day') AS day,
        json_extract(value, '$.what') AS what, json_extract(value, '$.visitors') AS visitors
        FROM jsonb_each($1)) AS it */
    /*postgres: json_to_recordset(CAST($1 AS json)) AS it (site BIGINT, day BIGINT, what TEXT, visitors BIGINT) */
WHERE TRUE
ON CONFLICT (site, day, what) DO UPDATE SET visitors = visitor_day.visitors + excluded.visitors
