-- When the next job of these kinds is due that is not due yet. $1 kinds, $2 after, $3 at the latest
SELECT due_at FROM job
WHERE ended_at IS NULL AND due_at > $2 AND due_at <= $3 AND (lease_until IS NULL OR lease_until <= $3) AND kind IN (
    SELECT /*sqlite: value FROM json_each($1) */ /*postgres: json_array_elements_text(CAST($1 AS json)) */)
ORDER BY due_at LIMIT 1
