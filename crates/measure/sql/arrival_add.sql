-- Arrivals, each an object of the list; one by a link that is gone is left out.
INSERT INTO arrival (site, code, kind, at, visitor, press, parent, network, referrer, agent)
SELECT link.site, link.code, it.kind, it.at, it.visitor, it.press, it.parent, it.network, it.referrer, it.agent
FROM /*sqlite: (SELECT json_extract(value, '$.code') AS code, json_extract(value, '$.kind') AS kind,
        json_extract(value, '$.at') AS at, json_extract(value, '$.visitor') AS visitor,
        json_extract(value, '$.press') AS press, json_extract(value, '$.parent') AS parent,
        json_extract(value, '$.network') AS network, json_extract(value, '$.referrer') AS referrer,
        json_extract(value, '$.agent') AS agent FROM jsonb_each($1)) AS it */
    /*postgres: json_to_recordset(CAST($1 AS json)) AS it (code TEXT, kind TEXT, at BIGINT, visitor BIGINT, press TEXT,
        parent TEXT, network TEXT, referrer TEXT, agent TEXT) */
JOIN link ON link.code = it.code
