-- Arrivals that were not seen before, each an object of the list.
INSERT INTO arrival_seen (site, day, id)
SELECT it.site, it.day, it.id
FROM /*sqlite: (SELECT json_extract(value, '$.site') AS site, json_extract(value, '$.day') AS day,
        json_extract(value, '$.id') AS id
        FROM jsonb_each($1)) AS it */
    /*postgres: json_to_recordset(CAST($1 AS json)) AS it (site BIGINT, day BIGINT, id BIGINT) */
WHERE TRUE
ON CONFLICT DO NOTHING RETURNING site, day, id
