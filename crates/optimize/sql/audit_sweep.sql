-- The files of an audit go.
UPDATE audit SET swept_at = $2 WHERE id = $1 AND ended_at IS NOT NULL
