-- The accounts of a workspace, those that are gone last.
SELECT id, workspace, network, base, identity, name, by_hand, secret, secret_version, secret_until, limits, ill, rests_until,
    made_by, made_at, gone_at, (SELECT sandbox FROM workspace WHERE workspace.id = account.workspace) AS sandbox
FROM account WHERE workspace = $1
ORDER BY CASE WHEN gone_at IS NULL THEN 0 ELSE 1 END, made_at, id
