-- It was charged, once.
INSERT INTO reservation (delivery, workspace, site, post, network, month, micros, currency, state, reserved_at, settled_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'spent', $9, $10)
ON CONFLICT (delivery) DO UPDATE SET month = excluded.month, micros = excluded.micros, currency = excluded.currency,
    state = 'spent', settled_at = excluded.settled_at
WHERE reservation.state <> 'spent'
