-- The sale of an order.
SELECT order_id, goal, at, day, minor, currency, refunded, source, last_visit, last_channel, last_confidence,
    last_network, last_code, first_visit, first_channel, first_confidence, first_network, first_code, chain_code
FROM sale WHERE site = $1 AND order_id = $2
