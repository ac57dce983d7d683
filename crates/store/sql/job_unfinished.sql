-- The unfinished job of a kind and key.
SELECT id FROM job WHERE kind = $1 AND dedup_key = $2 AND ended_at IS NULL
