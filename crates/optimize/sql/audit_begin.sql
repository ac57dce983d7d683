-- A worker begins, or goes on with what another one left; nothing where it is over already.
UPDATE audit SET state = 'reading', started_at = COALESCE(started_at, $2)
WHERE id = $1 AND ended_at IS NULL
RETURNING id
