-- And that at once: a clock that was ahead may have put its job far away.
UPDATE job SET due_at = $1
WHERE kind = $2 AND ended_at IS NULL AND due_at > $1
    AND dedup_key IN (SELECT id FROM delivery WHERE state = 'unknown' AND due_at <= $1)
