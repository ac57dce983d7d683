-- What came by links, each an object of the list, in the order of codes.
INSERT INTO link_count (code, clicks, unfurls, clicked_at)
SELECT link.code, it.clicks, it.unfurls, it.clicked_at
FROM /*sqlite: (SELECT json_extract(value, '$.code') AS code, json_extract(value, '$.clicks') AS clicks,
        json_extract(value, '$.unfurls') AS unfurls, json_extract(value, '$.clicked_at') AS clicked_at
        FROM jsonb_each($1)) AS it */
    /*postgres: json_to_recordset(CAST($1 AS json)) AS it (code TEXT, clicks BIGINT, unfurls BIGINT, clicked_at BIGINT) */
JOIN link ON link.code = it.code
WHERE TRUE ORDER BY link.code
ON CONFLICT (code) DO UPDATE SET
    clicks = link_count.clicks + excluded.clicks,
    unfurls = link_count.unfurls + excluded.unfurls,
    clicked_at = CASE WHEN link_count.clicked_at IS NULL OR excluded.clicked_at > link_count.clicked_at
                      THEN COALESCE(excluded.clicked_at, link_count.clicked_at) ELSE link_count.clicked_at END
