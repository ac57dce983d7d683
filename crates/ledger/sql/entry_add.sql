-- Adds entries, each an object of the list; one whose id is there already is left out.
INSERT INTO entry (id, site, day, activity, side, network, campaign, page, kind, minutes, hour_minor, minor, currency, months,
                   note, source, made_by, made_at)
SELECT it.id, $2, it.day, it.activity, it.side, it.network, it.campaign, it.page, it.kind, it.minutes, it.hour_minor,
       it.minor, it.currency, it.months, it.note, $3, $4, CAST($5 AS BIGINT)
FROM /*sqlite: (SELECT json_extract(value, '$.id') AS id, json_extract(value, '$.day') AS day,
        json_extract(value, '$.activity') AS activity, json_extract(value, '$.side') AS side,
        json_extract(value, '$.network') AS network, json_extract(value, '$.campaign') AS campaign,
        json_extract(value, '$.page') AS page, json_extract(value, '$.kind') AS kind,
        json_extract(value, '$.minutes') AS minutes, json_extract(value, '$.hour_minor') AS hour_minor,
        json_extract(value, '$.minor') AS minor, json_extract(value, '$.currency') AS currency,
        json_extract(value, '$.months') AS months, json_extract(value, '$.note') AS note FROM jsonb_each($1)) AS it */
    /*postgres: json_to_recordset(CAST($1 AS json)) AS it (id TEXT, day BIGINT, activity TEXT, side TEXT, network TEXT,
        campaign TEXT, page TEXT, kind TEXT, minutes BIGINT, hour_minor BIGINT, minor BIGINT, currency TEXT, months BIGINT,
        note TEXT) */
WHERE TRUE
ON CONFLICT (id) DO NOTHING
