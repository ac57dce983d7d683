-- The accounts of a workspace whose addresses begin with $2 are where addresses begin with $3.
UPDATE account SET base = CAST($3 AS TEXT) || SUBSTR(base, LENGTH(CAST($2 AS TEXT)) + 1)
WHERE workspace = $1 AND SUBSTR(base, 1, LENGTH(CAST($2 AS TEXT))) = CAST($2 AS TEXT)
