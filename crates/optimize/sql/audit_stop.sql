-- Asks an audit to stop; one that nobody has begun is over at once.
UPDATE audit SET stop = $2,
    state = CASE WHEN state = 'waiting' THEN 'stopped' ELSE state END,
    ended_at = CASE WHEN state = 'waiting' THEN $3 ELSE ended_at END
WHERE id = $1 AND ended_at IS NULL
