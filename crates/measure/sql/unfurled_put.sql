-- When networks last fetched previews, each an object of the list.
INSERT INTO unfurled (site, page, network, began_at, last_at)
SELECT it.site, it.page, it.network, it.began_at, it.last_at
FROM /*sqlite: (SELECT json_extract(value, '$.site') AS site, json_extract(value, '$.page') AS page,
        json_extract(value, '$.network') AS network, json_extract(value, '$.began_at') AS began_at,
        json_extract(value, '$.last_at') AS last_at
        FROM jsonb_each($1)) AS it */
    /*postgres: json_to_recordset(CAST($1 AS json)) AS it (site BIGINT, page BIGINT, network BIGINT,
        began_at BIGINT, last_at BIGINT) */
WHERE TRUE
ON CONFLICT (site, page, network) DO UPDATE SET began_at = excluded.began_at, last_at = excluded.last_at
