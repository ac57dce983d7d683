-- Takes money for a call that belongs to delivery $2, before it leaves.
INSERT INTO wallet_beside (workspace, delivery, site, network, month, currency, held, spent)
VALUES ($1, $2, $3, $4, $5, $6, $7, 0)
ON CONFLICT (workspace, delivery, network, month, currency) DO UPDATE SET held = wallet_beside.held + excluded.held
