-- Visitors, each an object of the list.
INSERT INTO visitor (site, day, hash, last_at, visit, visit_day, first_visit, credit_visit, began, channels, minute, in_minute, robot)
SELECT it.site, it.day, it.hash, it.last_at, it.visit, it.visit_day, it.first_visit, it.credit_visit, it.began,
    it.channels, it.minute, it.in_minute, it.robot
FROM /*sqlite: (SELECT json_extract(value, '$.site') AS site, json_extract(value, '$.day') AS day,
        json_extract(value, '$.hash') AS hash, json_extract(value, '$.last_at') AS last_at,
        json_extract(value, '$.visit') AS visit, json_extract(value, '$.visit_day') AS visit_day,
        json_extract(value, '$.first_visit') AS first_visit,
        json_extract(value, '$.credit_visit') AS credit_visit, json_extract(value, '$.began') AS began,
        json_extract(value, '$.channels') AS channels, json_extract(value, '$.minute') AS minute,
        json_extract(value, '$.in_minute') AS in_minute, json_extract(value, '$.robot') AS robot
        FROM jsonb_each($1)) AS it */
    /*postgres: json_to_recordset(CAST($1 AS json)) AS it (site BIGINT, day BIGINT, hash BIGINT, last_at BIGINT,
        visit BIGINT, visit_day BIGINT, first_visit BIGINT, credit_visit BIGINT, began BIGINT, channels BIGINT,
        minute BIGINT, in_minute BIGINT, robot BOOLEAN) */
WHERE TRUE
ON CONFLICT (site, day, hash) DO UPDATE SET
    last_at = excluded.last_at, visit = excluded.visit, visit_day = excluded.visit_day,
    first_visit = excluded.first_visit, credit_visit = excluded.credit_visit, began = excluded.began,
    channels = excluded.channels, minute = excluded.minute, in_minute = excluded.in_minute, robot = excluded.robot
