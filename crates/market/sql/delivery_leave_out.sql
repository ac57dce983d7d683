-- Deliveries of post $1 that have not begun, and whose account is not in the list, go.
DELETE FROM delivery
WHERE post = $1 AND state IN ('draft', 'planned', 'skipped')
    AND account NOT IN (SELECT /*sqlite: value FROM json_each($2) *//*postgres: json_array_elements_text(CAST($2 AS json)) */)
