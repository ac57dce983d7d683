-- What happened, by days, each an object of the list.
INSERT INTO happened_day (site, day, kind, what, page, times)
SELECT it.site, it.day, it.kind, it.what, it.page, it.times
FROM /*sqlite: (SELECT json_extract(value, '$.site') AS site, json_extract(value, '$.day') AS day,
        json_extract(value, '$.kind') AS kind, json_extract(value, '$.what') AS what,
        json_extract(value, '$.page') AS page, json_extract(value, '$.times') AS times
        FROM jsonb_each($1)) AS it */
    /*postgres: json_to_recordset(CAST($1 AS json)) AS it (site BIGINT, day BIGINT, kind TEXT, what BIGINT,
        page BIGINT, times BIGINT) */
WHERE TRUE
ON CONFLICT (site, day, kind, what, page) DO UPDATE SET times = happened_day.times + excluded.times
