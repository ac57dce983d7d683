-- Those presses of a list by which a visit came that descends from a link that we put somewhere.
SELECT DISTINCT it.site, it.press
FROM /*sqlite: (SELECT json_extract(value, '$.site') AS site, json_extract(value, '$.press') AS press
        FROM jsonb_each($1)) AS it */
    /*postgres: json_to_recordset(CAST($1 AS json)) AS it (site BIGINT, press TEXT) */
JOIN word ON word.text = it.press
JOIN visit ON visit.site = it.site AND visit.press = word.id
WHERE (visit.flags & $2) <> 0
