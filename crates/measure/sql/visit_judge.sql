-- Visits with another verdict, each an object of the list.
UPDATE visit SET channel = it.channel, confidence = it.confidence, rule = it.rule, version = it.version,
    network = it.network, parent = it.parent, around = it.around, flags = it.flags
FROM /*sqlite: (SELECT json_extract(value, '$.site') AS site, json_extract(value, '$.day') AS day, json_extract(value, '$.id') AS id,
        json_extract(value, '$.channel') AS channel, json_extract(value, '$.confidence') AS confidence, json_extract(value, '$.rule') AS rule,
        json_extract(value, '$.version') AS version, json_extract(value, '$.network') AS network, json_extract(value, '$.parent') AS parent,
        json_extract(value, '$.around') AS around, json_extract(value, '$.flags') AS flags
        FROM jsonb_each($1)) AS it */
    /*postgres: json_to_recordset(CAST($1 AS json)) AS it (site BIGINT, day BIGINT, id BIGINT, channel BIGINT, confidence BIGINT, rule BIGINT,
        version BIGINT, network BIGINT, parent BIGINT, around BIGINT, flags BIGINT) */
WHERE visit.site = it.site AND visit.day = it.day AND visit.id = it.id
