-- Those previews of a list that were fetched before a visit that is already there began at the page.
SELECT DISTINCT visit.site, visit.day
FROM /*sqlite: (SELECT json_extract(value, '$.site') AS site, json_extract(value, '$.day') AS day,
        json_extract(value, '$.page') AS page, json_extract(value, '$.at') AS at
        FROM jsonb_each($1)) AS it */
    /*postgres: json_to_recordset(CAST($1 AS json)) AS it (site BIGINT, day BIGINT, page BIGINT, at BIGINT) */
JOIN visit ON visit.site = it.site AND visit.day = it.day AND visit.page = it.page AND visit.at >= it.at
