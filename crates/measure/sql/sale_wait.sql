-- An order that was paid back before anybody said that it was sold.
INSERT INTO sale (site, order_id, at, day, minor, currency, refunded, source) VALUES ($1, $2, $3, $4, 0, $5, 0, 'waiting')
ON CONFLICT (site, order_id) DO NOTHING
