-- The sessions of a person that have not ended, the newest first.
SELECT id, agent, created_at, seen_at, secret = $2 AS this FROM session WHERE person = $1 AND expires_at > $3
ORDER BY created_at DESC, id
