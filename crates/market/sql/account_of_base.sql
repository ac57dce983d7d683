-- The accounts of a workspace whose addresses begin with $2, and whether anything was to go out by them.
SELECT id, EXISTS (SELECT 1 FROM delivery WHERE delivery.account = account.id) AS used FROM account
WHERE workspace = $1 AND SUBSTR(base, 1, LENGTH(CAST($2 AS TEXT))) = CAST($2 AS TEXT) ORDER BY id
