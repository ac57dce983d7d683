-- Visitors of a list, with the visit of each that runs.
SELECT visitor.site, visitor.day, visitor.hash, visitor.last_at, visitor.visit, visitor.visit_day, visitor.first_visit,
    visitor.credit_visit, visitor.began, visitor.channels, visitor.minute, visitor.in_minute, visitor.robot,
    visit.at, visit.channel, visit.confidence, visit.network, visit.page, visit.code, visit.flags, visit.views, visit.seconds
FROM /*sqlite: (SELECT json_extract(value, '$.site') AS site, json_extract(value, '$.day') AS day,
        json_extract(value, '$.hash') AS hash
        FROM jsonb_each($1)) AS it */
    /*postgres: json_to_recordset(CAST($1 AS json)) AS it (site BIGINT, day BIGINT, hash BIGINT) */
JOIN visitor ON visitor.site = it.site AND visitor.day = it.day AND visitor.hash = it.hash
LEFT JOIN visit ON visit.site = visitor.site AND visit.day = visitor.visit_day AND visit.id = visitor.visit
