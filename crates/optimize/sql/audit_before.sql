-- The last audit of the same site that came to its end before this one.
SELECT earlier.id, earlier.right_today, earlier.pairs, earlier.errors
FROM audit JOIN audit earlier ON earlier.site = audit.site
WHERE audit.id = $1 AND earlier.state = 'done' AND earlier.asked_at < audit.asked_at
ORDER BY earlier.asked_at DESC LIMIT 1
