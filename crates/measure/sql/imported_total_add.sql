-- Totals of an export, each an object of the list.
INSERT INTO imported_total (site, import, day, source, medium, page, channel, confidence, network, visits, views, visitors)
SELECT $1, $2, it.day, it.source, it.medium, it.page, it.channel, it.confidence, it.network, it.visits, it.views, it.visitors
FROM /*sqlite: (SELECT json_extract(value, '$.day') AS day, json_extract(value, '$.source') AS source,
        json_extract(value, '$.medium') AS medium, json_extract(value, '$.page') AS page,
        json_extract(value, '$.channel') AS channel, json_extract(value, '$.confidence') AS confidence,
        json_extract(value, '$.network') AS network, json_extract(value, '$.visits') AS visits,
        json_extract(value, '$.views') AS views, json_extract(value, '$.visitors') AS visitors
        FROM jsonb_each($3)) AS it */
    /*postgres: json_to_recordset(CAST($3 AS json)) AS it (day BIGINT, source TEXT, medium TEXT, page TEXT, channel BIGINT,
        confidence BIGINT, network TEXT, visits BIGINT, views BIGINT, visitors BIGINT) */
