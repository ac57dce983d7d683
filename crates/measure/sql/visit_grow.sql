-- Visits that went on, each an object of the list.
UPDATE visit SET views = it.views, seconds = it.seconds
FROM /*sqlite: (SELECT json_extract(value, '$.site') AS site, json_extract(value, '$.day') AS day,
        json_extract(value, '$.id') AS id, json_extract(value, '$.views') AS views,
        json_extract(value, '$.seconds') AS seconds
        FROM jsonb_each($1)) AS it */
    /*postgres: json_to_recordset(CAST($1 AS json)) AS it (site BIGINT, day BIGINT, id BIGINT, views BIGINT,
        seconds BIGINT) */
WHERE visit.site = it.site AND visit.day = it.day AND visit.id = it.id
