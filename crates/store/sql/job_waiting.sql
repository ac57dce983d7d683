-- Unfinished jobs by kind. $1 now
SELECT kind,
    COUNT(*) FILTER (WHERE due_at <= $1 AND (lease_until IS NULL OR lease_until <= $1)) AS due,
    COUNT(*) FILTER (WHERE lease_until > $1) AS running,
    COUNT(*) FILTER (WHERE due_at > $1 AND (lease_until IS NULL OR lease_until <= $1)) AS later,
    MIN(due_at) FILTER (WHERE due_at <= $1 AND (lease_until IS NULL OR lease_until <= $1)) AS oldest
FROM job WHERE ended_at IS NULL
GROUP BY kind ORDER BY kind
