-- It stands outside no more.
UPDATE presence SET to_at = $2 WHERE id = $1 AND to_at IS NULL
