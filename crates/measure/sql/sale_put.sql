-- Keeps sales, each an object of the list. One that waits is filled in; one that a browser told takes what a server says.
INSERT INTO sale (site, refunded, order_id, goal, at, day, minor, currency, source, last_visit, last_channel, last_confidence, last_network,
    last_code, first_visit, first_channel, first_confidence, first_network, first_code, chain_code)
SELECT $2, 0, it.order_id, it.goal, it.at, it.day, it.minor, it.currency, it.source, it.last_visit, it.last_channel,
    it.last_confidence, it.last_network, it.last_code, it.first_visit, it.first_channel, it.first_confidence,
    it.first_network, it.first_code, it.chain_code
FROM /*sqlite: (SELECT json_extract(value, '$.order_id') AS order_id, json_extract(value, '$.goal') AS goal, json_extract(value,
        '$.at') AS at, json_extract(value, '$.day') AS day, json_extract(value, '$.minor') AS minor,
        json_extract(value, '$.currency') AS currency, json_extract(value, '$.source') AS source, json_extract(value,
        '$.last_visit') AS last_visit, json_extract(value, '$.last_channel') AS last_channel, json_extract(value,
        '$.last_confidence') AS last_confidence, json_extract(value, '$.last_network') AS last_network,
        json_extract(value, '$.last_code') AS last_code, json_extract(value, '$.first_visit') AS first_visit,
        json_extract(value, '$.first_channel') AS first_channel, json_extract(value, '$.first_confidence') AS
        first_confidence, json_extract(value, '$.first_network') AS first_network, json_extract(value, '$.first_code')
        AS first_code, json_extract(value, '$.chain_code') AS chain_code
        FROM jsonb_each($1)) AS it */
    /*postgres: json_to_recordset(CAST($1 AS json)) AS it (order_id TEXT, goal TEXT, at BIGINT, day BIGINT, minor BIGINT, currency TEXT, source TEXT, last_visit TEXT,
        last_channel BIGINT, last_confidence BIGINT, last_network TEXT, last_code TEXT, first_visit TEXT,
        first_channel BIGINT, first_confidence BIGINT, first_network TEXT, first_code TEXT, chain_code TEXT) */
WHERE TRUE
ON CONFLICT (site, order_id) DO UPDATE SET goal = COALESCE(excluded.goal, sale.goal), at = excluded.at, day = excluded.day,
    minor = excluded.minor, currency = excluded.currency, source = excluded.source,
    last_visit = CASE WHEN excluded.last_channel IS NULL THEN sale.last_visit ELSE excluded.last_visit END,
    last_channel = CASE WHEN excluded.last_channel IS NULL THEN sale.last_channel ELSE excluded.last_channel END,
    last_confidence = CASE WHEN excluded.last_channel IS NULL THEN sale.last_confidence ELSE excluded.last_confidence END,
    last_network = CASE WHEN excluded.last_channel IS NULL THEN sale.last_network ELSE excluded.last_network END,
    last_code = CASE WHEN excluded.last_channel IS NULL THEN sale.last_code ELSE excluded.last_code END,
    first_visit = CASE WHEN excluded.first_channel IS NULL THEN sale.first_visit ELSE excluded.first_visit END,
    first_channel = CASE WHEN excluded.first_channel IS NULL THEN sale.first_channel ELSE excluded.first_channel END,
    first_confidence = CASE WHEN excluded.first_channel IS NULL THEN sale.first_confidence ELSE excluded.first_confidence END,
    first_network = CASE WHEN excluded.first_channel IS NULL THEN sale.first_network ELSE excluded.first_network END,
    first_code = CASE WHEN excluded.first_channel IS NULL THEN sale.first_code ELSE excluded.first_code END,
    chain_code = COALESCE(excluded.chain_code, sale.chain_code)
WHERE sale.source = 'waiting' OR (sale.source = 'event' AND excluded.source IN ('call', 'plugin', 'csv'))
