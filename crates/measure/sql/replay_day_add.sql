-- Days whose visits are to be judged again, each an object of the list.
INSERT INTO replay_day (site, day, why, asked)
SELECT it.site, it.day, $2, 1
FROM /*sqlite: (SELECT json_extract(value, '$.site') AS site, json_extract(value, '$.day') AS day
        FROM jsonb_each($1)) AS it */
    /*postgres: json_to_recordset(CAST($1 AS json)) AS it (site BIGINT, day BIGINT) */
WHERE TRUE
ON CONFLICT (site, day) DO UPDATE SET asked = replay_day.asked + 1
