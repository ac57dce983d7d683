-- Adds links, each an object of the list; one whose code is taken is left out.
INSERT INTO link (code, site, target, activity, network, placement, campaign, parent, form, note, bar, made_by, made_at,
                  expires_at, changed)
SELECT it.code, $2, it.target, it.activity, it.network, it.placement, it.campaign, it.parent, it.form, it.note, it.bar, $3,
       CAST($4 AS BIGINT), it.expires_at, CAST($5 AS BIGINT)
FROM /*sqlite: (SELECT json_extract(value, '$.code') AS code, json_extract(value, '$.target') AS target,
        json_extract(value, '$.activity') AS activity, json_extract(value, '$.network') AS network,
        json_extract(value, '$.placement') AS placement, json_extract(value, '$.campaign') AS campaign,
        json_extract(value, '$.parent') AS parent, json_extract(value, '$.form') AS form,
        json_extract(value, '$.note') AS note, json_extract(value, '$.bar') AS bar,
        json_extract(value, '$.expires_at') AS expires_at FROM jsonb_each($1)) AS it */
    /*postgres: json_to_recordset(CAST($1 AS json)) AS it (code TEXT, target TEXT, activity TEXT, network TEXT,
        placement TEXT, campaign TEXT, parent TEXT, form TEXT, note TEXT, bar TEXT, expires_at BIGINT) */
WHERE TRUE
ON CONFLICT (code) DO NOTHING RETURNING code
