-- The account of this identity, connected or not: the newest.
SELECT id FROM account WHERE workspace = $1 AND network = $2 AND base = $3 AND identity = $4
ORDER BY made_at DESC LIMIT 1
