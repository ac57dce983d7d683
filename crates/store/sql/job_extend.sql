-- A longer lease for who still has it. $1 id, $2 token, $3 until
UPDATE job SET lease_until = $3 WHERE id = $1 AND lease_token = $2 AND lease_until IS NOT NULL AND ended_at IS NULL
