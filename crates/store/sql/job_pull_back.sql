-- A job that waits for later than $3, which no clock that is right can have meant. $1 kind, $2 key
UPDATE job SET due_at = $3 WHERE kind = $1 AND dedup_key = $2 AND ended_at IS NULL AND lease_until IS NULL AND due_at > $3
