-- The end of a job, by who still has it. $1 id, $2 token, $3 outcome, $4 now
UPDATE job SET ended_at = $4, outcome = $3, lease_until = NULL
WHERE id = $1 AND lease_token = $2 AND lease_until IS NOT NULL AND ended_at IS NULL
