-- Which networks fetched the previews of the pages of a list, and when last.
SELECT unfurled.site, unfurled.page, word.text, unfurled.began_at, unfurled.last_at
FROM /*sqlite: (SELECT json_extract(value, '$.site') AS site, json_extract(value, '$.page') AS page
        FROM jsonb_each($1)) AS it */
    /*postgres: json_to_recordset(CAST($1 AS json)) AS it (site BIGINT, page BIGINT) */
JOIN unfurled ON unfurled.site = it.site AND unfurled.page = it.page
JOIN word ON word.id = unfurled.network
ORDER BY unfurled.site, unfurled.page, unfurled.last_at DESC, word.text
