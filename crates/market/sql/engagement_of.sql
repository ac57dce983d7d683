-- How what people did with a delivery of a site grew, the oldest first.
SELECT engagement.seen_at, engagement.likes, engagement.reposts, engagement.replies, engagement.views
FROM engagement
JOIN delivery ON delivery.id = engagement.delivery
JOIN post ON post.id = delivery.post
WHERE post.site = $1 AND engagement.delivery = $2
ORDER BY engagement.seen_at
