-- Networks where ads ran on the days of a list.
SELECT DISTINCT it.site, it.day, entry.network
FROM /*sqlite: (SELECT json_extract(value, '$.site') AS site, json_extract(value, '$.day') AS day
        FROM jsonb_each($1)) AS it */
    /*postgres: json_to_recordset(CAST($1 AS json)) AS it (site BIGINT, day BIGINT) */
JOIN measured ON measured.number = it.site
JOIN entry ON entry.site = measured.site AND entry.day = it.day
WHERE entry.kind = 'ad_spend' AND entry.network IS NOT NULL AND entry.undone_at IS NULL
ORDER BY it.site, it.day, entry.network
