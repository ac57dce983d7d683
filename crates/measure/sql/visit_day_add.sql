-- Visits by days, each an object of the list.
INSERT INTO visit_day (site, day, channel, confidence, network, visits, views, began_ours)
SELECT it.site, it.day, it.channel, it.confidence, it.network, it.visits, it.views, it.began_ours
FROM /*sqlite: (SELECT json_extract(value, '$.site') AS site, json_extract(value, '$.day') AS day,
        json_extract(value, '$.channel') AS channel, json_extract(value, '$.confidence') AS confidence,
        json_extract(value, '$.network') AS network, json_extract(value, '$.visits') AS visits,
        json_extract(value, '$.views') AS views, json_extract(value, '$.began_ours') AS began_ours
        FROM jsonb_each($1)) AS it */
    /*postgres: json_to_recordset(CAST($1 AS json)) AS it (site BIGINT, day BIGINT, channel BIGINT,
        confidence BIGINT, network BIGINT, visits BIGINT, views BIGINT, began_ours BIGINT) */
WHERE TRUE
ON CONFLICT (site, day, channel, confidence, network) DO UPDATE SET
    visits = visit_day.visits + excluded.visits, views = visit_day.views + excluded.views,
    began_ours = visit_day.began_ours + excluded.began_ours
