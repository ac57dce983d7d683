-- Visits, each an object of the list.
INSERT INTO visit (site, day, id, at, channel, confidence, rule, version, network, page, query, referrer, agent, code, press,
    parent, around, flags, views, seconds)
SELECT it.site, it.day, it.id, it.at, it.channel, it.confidence, it.rule, it.version, it.network, it.page, it.query,
    it.referrer, it.agent, it.code, it.press, it.parent, it.around, it.flags, it.views, it.seconds
FROM /*sqlite: (SELECT json_extract(value, '$.site') AS site, json_extract(value, '$.day') AS day,
        json_extract(value, '$.id') AS id, json_extract(value, '$.at') AS at,
        json_extract(value, '$.channel') AS channel, json_extract(value, '$.confidence') AS confidence,
        json_extract(value, '$.rule') AS rule, json_extract(value, '$.version') AS version,
        json_extract(value, '$.network') AS network, json_extract(value, '$.page') AS page,
        json_extract(value, '$.query') AS query, json_extract(value, '$.referrer') AS referrer,
        json_extract(value, '$.agent') AS agent, json_extract(value, '$.code') AS code,
        json_extract(value, '$.press') AS press, json_extract(value, '$.parent') AS parent,
        json_extract(value, '$.around') AS around, json_extract(value, '$.flags') AS flags,
        json_extract(value, '$.views') AS views, json_extract(value, '$.seconds') AS seconds
        FROM jsonb_each($1)) AS it */
    /*postgres: json_to_recordset(CAST($1 AS json)) AS it (site BIGINT, day BIGINT, id BIGINT, at BIGINT,
        channel BIGINT, confidence BIGINT, rule BIGINT, version BIGINT, network BIGINT, page BIGINT,
        query BIGINT, referrer BIGINT, agent BIGINT, code BIGINT, press BIGINT, parent BIGINT, around BIGINT,
        flags BIGINT, views BIGINT, seconds BIGINT) */
WHERE TRUE ORDER BY it.site, it.day, it.id
