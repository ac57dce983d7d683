-- The secret of that version is renewed by the caller until $4, unless somebody does so at $3.
UPDATE account SET renewing_until = $4
WHERE id = $1 AND secret_version = $2 AND gone_at IS NULL AND (renewing_until IS NULL OR renewing_until <= $3)
