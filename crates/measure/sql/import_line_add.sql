-- Lines that were not brought in before, each an object of the list.
INSERT INTO import_line (site, day, line)
SELECT it.site, it.day, it.line
FROM /*sqlite: (SELECT json_extract(value, '$.site') AS site, json_extract(value, '$.day') AS day,
        json_extract(value, '$.line') AS line
        FROM jsonb_each($1)) AS it */
    /*postgres: json_to_recordset(CAST($1 AS json)) AS it (site BIGINT, day BIGINT, line BIGINT) */
WHERE TRUE
ON CONFLICT DO NOTHING RETURNING day, line
