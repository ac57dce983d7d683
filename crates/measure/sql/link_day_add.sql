-- Visits by links, each an object of the list.
INSERT INTO link_day (site, day, code, channel, confidence, network, visits)
SELECT it.site, it.day, it.code, it.channel, it.confidence, it.network, it.visits
FROM /*sqlite: (SELECT json_extract(value, '$.site') AS site, json_extract(value, '$.day') AS day,
        json_extract(value, '$.code') AS code, json_extract(value, '$.channel') AS channel,
        json_extract(value, '$.confidence') AS confidence, json_extract(value, '$.network') AS network,
        json_extract(value, '$.visits') AS visits
        FROM jsonb_each($1)) AS it */
    /*postgres: json_to_recordset(CAST($1 AS json)) AS it (site BIGINT, day BIGINT, code BIGINT, channel BIGINT,
        confidence BIGINT, network BIGINT, visits BIGINT) */
WHERE TRUE
ON CONFLICT (site, day, code, channel, confidence, network) DO UPDATE SET
    visits = link_day.visits + excluded.visits
