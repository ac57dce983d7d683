-- Visits by the links of a site's posts from day $3 to $4, parts of a thread with the first. $1 is the site's id, $2 its number.
SELECT COALESCE(post.thread_of, post.id) AS post, link_day.channel, link_day.confidence, CAST(SUM(link_day.visits) AS BIGINT) AS visits
FROM post
JOIN delivery ON delivery.post = post.id
JOIN word ON word.text = delivery.code
JOIN link_day ON link_day.code = word.id AND link_day.site = $2
WHERE post.site = $1 AND link_day.day BETWEEN $3 AND $4
GROUP BY COALESCE(post.thread_of, post.id), link_day.channel, link_day.confidence
