-- What a delivery takes.
SELECT delivery, site, CAST(NULL AS TEXT) AS site_name, post, network, month, micros, currency, state, reserved_at, settled_at, entry
FROM reservation WHERE delivery = $1
