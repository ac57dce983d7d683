-- A job is due sooner. $1 kind, $2 key, $3 the latest that it may be due
UPDATE job SET due_at = $3
WHERE kind = $1 AND dedup_key = $2 AND ended_at IS NULL AND due_at > $3 AND lease_until IS NULL
