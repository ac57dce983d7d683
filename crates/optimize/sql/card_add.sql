-- The cards of these pages; one that was there before is that of its page again. $1 site, $2 the list, $3 now
INSERT INTO card (site, page, address, recipe, title, alt, made_at)
SELECT $1, it.page, it.address, it.recipe, it.title, it.alt, CAST($3 AS BIGINT)
FROM /*sqlite: (SELECT json_extract(value, '$.page') AS page, json_extract(value, '$.address') AS address,
        json_extract(value, '$.recipe') AS recipe, json_extract(value, '$.title') AS title,
        json_extract(value, '$.alt') AS alt FROM jsonb_each($2)) AS it */
    /*postgres: json_to_recordset(CAST($2 AS json)) AS it (page TEXT, address TEXT, recipe TEXT, title TEXT, alt TEXT) */
WHERE TRUE
ON CONFLICT (site, page, address) DO UPDATE SET replaced_at = NULL
