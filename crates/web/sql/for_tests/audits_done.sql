-- What is under way for a site came to its end.
UPDATE audit SET state = 'done', ended_at = $2, right_today = 1, right_mended = 1, pairs = 2 WHERE site = $1 AND ended_at IS NULL
