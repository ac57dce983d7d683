-- Reserves money for a delivery, in place of what was reserved for it.
INSERT INTO reservation (delivery, workspace, site, post, network, month, micros, currency, state, reserved_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (delivery) DO UPDATE SET month = excluded.month, micros = excluded.micros, currency = excluded.currency,
    state = excluded.state, reserved_at = excluded.reserved_at, settled_at = NULL
WHERE reservation.state <> 'spent'
