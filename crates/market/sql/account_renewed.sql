-- A new secret in place of the one of that version.
UPDATE account SET secret = $3, secret_until = $4, secret_version = secret_version + 1, renewing_until = NULL, ill = NULL
WHERE id = $1 AND secret_version = $2 AND gone_at IS NULL
