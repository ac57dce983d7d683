-- Accounts that are connected elsewhere than where addresses begin with $1.
SELECT COUNT(*) FROM account
WHERE NOT by_hand AND gone_at IS NULL AND SUBSTR(base, 1, LENGTH(CAST($1 AS TEXT))) <> CAST($1 AS TEXT)
