-- Visits and looks by pages, each an object of the list.
INSERT INTO page_day (site, day, page, channel, confidence, visits, views)
SELECT it.site, it.day, it.page, it.channel, it.confidence, it.visits, it.views
FROM /*sqlite: (SELECT json_extract(value, '$.site') AS site, json_extract(value, '$.day') AS day,
        json_extract(value, '$.page') AS page, json_extract(value, '$.channel') AS channel,
        json_extract(value, '$.confidence') AS confidence, json_extract(value, '$.visits') AS visits,
        json_extract(value, '$.views') AS views
        FROM jsonb_each($1)) AS it */
    /*postgres: json_to_recordset(CAST($1 AS json)) AS it (site BIGINT, day BIGINT, page BIGINT, channel BIGINT,
        confidence BIGINT, visits BIGINT, views BIGINT) */
WHERE TRUE
ON CONFLICT (site, day, page, channel, confidence) DO UPDATE SET
    visits = page_day.visits + excluded.visits, views = page_day.views + excluded.views
