-- A new job, unless one of its kind and key is unfinished.
INSERT INTO job (kind, payload, dedup_key, priority, due_at, created_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (kind, dedup_key) WHERE ended_at IS NULL DO NOTHING
RETURNING id
