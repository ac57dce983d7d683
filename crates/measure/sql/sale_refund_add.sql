-- Something was paid back, once.
INSERT INTO sale_refund (site, order_id, refund, at, minor, currency) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING
