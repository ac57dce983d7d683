-- What people did with it until now, where that is another number than at the look before.
INSERT INTO engagement (delivery, seen_at, likes, reposts, replies, views)
SELECT id, $2, likes, reposts, replies, views FROM delivery
WHERE id = $1 AND COALESCE(likes, reposts, replies, views) IS NOT NULL
    AND NOT EXISTS (
        SELECT 1 FROM engagement AS last
        WHERE last.delivery = $1
            AND last.seen_at = (SELECT MAX(seen_at) FROM engagement WHERE delivery = $1)
            AND COALESCE(last.likes, -1) = COALESCE(delivery.likes, -1)
            AND COALESCE(last.reposts, -1) = COALESCE(delivery.reposts, -1)
            AND COALESCE(last.replies, -1) = COALESCE(delivery.replies, -1)
            AND COALESCE(last.views, -1) = COALESCE(delivery.views, -1)
    )
