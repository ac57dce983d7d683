-- An audit came to its end: state, error, sums and result.
UPDATE audit SET state = $2, ended_at = $3, error = $4, pages = $5, right_today = $6, right_mended = $7, pairs = $8,
    errors = $9, warnings = $10, notes = $11, fresh = $12, gone = $13, next_says = $14, next_minutes = $15, result = $16,
    unreached = $17, waiting = NULL, known = CASE WHEN known < $5 THEN $5 ELSE known END
WHERE id = $1 AND ended_at IS NULL
