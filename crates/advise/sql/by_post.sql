-- Posts of a site of which something went live from $2 up to $3, that one not included, or that the list $4 names, at most $5:
-- those that it names first, then the newest.
SELECT post.id, post.text, post.page, MIN(delivery.live_at) AS live_at
FROM post JOIN delivery ON delivery.post = post.id
WHERE post.site = $1 AND post.thread_of IS NULL
GROUP BY post.id, post.text, post.page
HAVING (MIN(delivery.live_at) >= $2 AND MIN(delivery.live_at) < $3)
    OR post.id IN (SELECT /*sqlite: value FROM json_each($4) *//*postgres: json_array_elements_text(CAST($4 AS json)) */)
ORDER BY CASE WHEN post.id IN (SELECT /*sqlite: value FROM json_each($4) *//*postgres: json_array_elements_text(CAST($4 AS json)) */) THEN 0 ELSE 1 END,
    MIN(delivery.live_at) DESC, post.id
LIMIT $5
