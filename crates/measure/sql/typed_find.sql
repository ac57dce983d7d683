-- Pages that people type, for the days of a list.
SELECT typed_day.site, typed_day.day, typed_day.pages
FROM /*sqlite: (SELECT json_extract(value, '$.site') AS site, json_extract(value, '$.day') AS day
        FROM jsonb_each($1)) AS it */
    /*postgres: json_to_recordset(CAST($1 AS json)) AS it (site BIGINT, day BIGINT) */
JOIN typed_day ON typed_day.site = it.site AND typed_day.day = it.day
