-- The account is connected no more.
UPDATE account SET secret = NULL, secret_version = secret_version + 1, gone_at = $3
WHERE id = $1 AND workspace = $2 AND gone_at IS NULL
