-- Visits by quarter-hours, each an object of the list.
INSERT INTO visit_quarter (site, quarter, channel, confidence, network, visits, views)
SELECT it.site, it.quarter, it.channel, it.confidence, it.network, it.visits, it.views
FROM /*sqlite: (SELECT json_extract(value, '$.site') AS site, json_extract(value, '$.quarter') AS quarter,
        json_extract(value, '$.channel') AS channel, json_extract(value, '$.confidence') AS confidence,
        json_extract(value, '$.network') AS network, json_extract(value, '$.visits') AS visits,
        json_extract(value, '$.views') AS views
        FROM jsonb_each($1)) AS it */
    /*postgres: json_to_recordset(CAST($1 AS json)) AS it (site BIGINT, quarter BIGINT, channel BIGINT,
        confidence BIGINT, network BIGINT, visits BIGINT, views BIGINT) */
WHERE TRUE
ON CONFLICT (site, quarter, channel, confidence, network) DO UPDATE SET
    visits = visit_quarter.visits + excluded.visits, views = visit_quarter.views + excluded.views
