-- An account, new or connected anew.
INSERT INTO account (id, workspace, network, base, identity, name, by_hand, secret, secret_version, secret_until, limits, made_by,
    made_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10, $11, $12)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, secret = excluded.secret,
    secret_version = account.secret_version + 1, secret_until = excluded.secret_until, renewing_until = NULL,
    limits = excluded.limits, ill = NULL, gone_at = NULL
