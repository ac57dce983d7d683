-- What is known of visits, as far as sales are put down to them.
SELECT visit.site, visit.day, visit.id, visit.channel, visit.confidence, network.text AS network, code.text AS code,
    parent.text AS parent
FROM /*sqlite: (SELECT json_extract(value, '$.site') AS site, json_extract(value, '$.day') AS day,
        json_extract(value, '$.id') AS id FROM jsonb_each($1)) AS it */
    /*postgres: json_to_recordset(CAST($1 AS json)) AS it (site BIGINT, day BIGINT, id BIGINT) */
JOIN visit ON visit.site = it.site AND visit.day = it.day AND visit.id = it.id
LEFT JOIN word AS network ON network.id = visit.network
LEFT JOIN word AS code ON code.id = visit.code
LEFT JOIN word AS parent ON parent.id = visit.parent
