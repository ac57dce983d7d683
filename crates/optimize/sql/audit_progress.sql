-- How far an audit is.
UPDATE audit SET state = $2, pages = $3, known = $4, sheet = $5, waiting = $6 WHERE id = $1 AND ended_at IS NULL
