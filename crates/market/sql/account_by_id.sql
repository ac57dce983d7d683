-- An account.
SELECT id, workspace, network, base, identity, name, by_hand, secret, secret_version, secret_until, limits, ill, rests_until,
    made_by, made_at, gone_at, (SELECT sandbox FROM workspace WHERE workspace.id = account.workspace) AS sandbox
FROM account WHERE id = $1
