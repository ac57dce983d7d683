-- The cards of these pages that another takes the place of. $1 site, $2 a list of {page, address}, $3 now
UPDATE card SET replaced_at = CAST($3 AS BIGINT)
WHERE site = $1 AND replaced_at IS NULL AND EXISTS (
    SELECT 1
    FROM /*sqlite: (SELECT json_extract(value, '$.page') AS page, json_extract(value, '$.address') AS address
                    FROM jsonb_each($2)) AS it */
        /*postgres: json_to_recordset(CAST($2 AS json)) AS it (page TEXT, address TEXT) */
    WHERE it.page = card.page AND it.address <> card.address)
