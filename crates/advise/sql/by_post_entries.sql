-- What was entered from day $2 to $3 for deliveries of a site's posts: the wallet's entry has the delivery's id, the one of who
-- posted by hand the same with $4 behind it.
SELECT COALESCE(post.thread_of, post.id) AS post, entry.day, entry.currency,
    CAST(SUM(COALESCE(entry.minutes, 0)) AS BIGINT) AS minutes, CAST(SUM(COALESCE(entry.minor, 0)) AS BIGINT) AS minor
FROM post
JOIN delivery ON delivery.post = post.id
JOIN entry ON entry.id IN (delivery.id, delivery.id || CAST($4 AS TEXT))
WHERE post.site = $1 AND entry.site = $1 AND entry.undone_at IS NULL AND entry.day BETWEEN $2 AND $3
GROUP BY COALESCE(post.thread_of, post.id), entry.day, entry.currency
