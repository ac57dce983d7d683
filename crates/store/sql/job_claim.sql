-- The most urgent jobs that are due and that nobody has: leased to the caller. $1 kinds, $2 now, $3 until, $4 at most
--
-- On PostgreSQL the SELECT passes over rows that another claim holds; without that, one job is claimed twice. The outer WHERE
-- asks again, since a row may have changed while it was waited for.
WITH urgent AS MATERIALIZED (
    SELECT id FROM job
    WHERE ended_at IS NULL AND due_at <= $2 AND (lease_until IS NULL OR lease_until <= $2) AND kind IN (
        SELECT /*sqlite: value FROM json_each($1) */ /*postgres: json_array_elements_text(CAST($1 AS json)) */)
    ORDER BY priority DESC, due_at, id
    LIMIT $4
    /*postgres: FOR UPDATE SKIP LOCKED */)
UPDATE job SET lease_until = $3, lease_token = lease_token + 1, attempts = attempts + 1
WHERE id IN (SELECT id FROM urgent)
AND ended_at IS NULL AND due_at <= $2 AND (lease_until IS NULL OR lease_until <= $2)
RETURNING id, kind, payload, attempts, lease_token
