-- Approves an amount, unless somebody else did meanwhile.
INSERT INTO wallet (workspace, micros, currency, zone, version, turn, changed_by, changed_at) VALUES ($1, $2, $3, $4, 1, 0, $6, $7)
ON CONFLICT (workspace) DO UPDATE SET micros = excluded.micros, currency = excluded.currency, zone = excluded.zone,
    version = wallet.version + 1, changed_by = excluded.changed_by, changed_at = excluded.changed_at
WHERE wallet.version = $5
