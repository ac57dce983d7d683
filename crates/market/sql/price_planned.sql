-- Deliveries of a workspace at these networks that go out from $3 up to $4 and reserve nothing yet, but those of post $5.
SELECT account.network, COALESCE(delivery.text, post.text) AS text, post.page, delivery.bare, post.media
FROM delivery JOIN account ON account.id = delivery.account JOIN post ON post.id = delivery.post
WHERE account.workspace = $1 AND NOT account.by_hand AND account.gone_at IS NULL
    AND account.network IN (SELECT /*sqlite: value FROM json_each($2) *//*postgres: json_array_elements_text(CAST($2 AS json)) */)
    AND delivery.state IN ('planned', 'prepared', 'limited') AND delivery.due_at >= $3 AND delivery.due_at < $4
    AND delivery.post <> $5
    AND NOT EXISTS (SELECT 1 FROM reservation WHERE reservation.delivery = delivery.id AND reservation.state <> 'released')
