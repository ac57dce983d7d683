-- Sales of a site, the newest first, behind one of them.
SELECT order_id, goal, at, day, minor, currency, refunded, source, last_visit, last_channel, last_confidence,
    last_network, last_code, first_visit, first_channel, first_confidence, first_network, first_code, chain_code
FROM sale WHERE site = $1 AND (at < $2 OR (at = $2 AND order_id > $3)) ORDER BY at DESC, order_id LIMIT $4
