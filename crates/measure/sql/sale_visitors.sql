-- What is known of visitors' days, by hashes.
SELECT visitor.site, visitor.day, visitor.hash, visitor.visit, visitor.first_visit, visitor.credit_visit, visitor.robot
FROM /*sqlite: (SELECT json_extract(value, '$.site') AS site, json_extract(value, '$.day') AS day,
        json_extract(value, '$.hash') AS hash FROM jsonb_each($1)) AS it */
    /*postgres: json_to_recordset(CAST($1 AS json)) AS it (site BIGINT, day BIGINT, hash BIGINT) */
JOIN visitor ON visitor.site = it.site AND visitor.day = it.day AND visitor.hash = it.hash
