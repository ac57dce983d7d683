-- A job for later, by who still has it. $1 id, $2 token, $3 why, $4 due
UPDATE job SET due_at = $4, outcome = $3, lease_until = NULL
WHERE id = $1 AND lease_token = $2 AND lease_until IS NOT NULL AND ended_at IS NULL
