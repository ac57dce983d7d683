-- The deliveries of a thread by one account, in their order.
SELECT delivery.id, delivery.post, delivery.account, delivery.text, delivery.bare, delivery.state, delivery.due_at, delivery.code, delivery.key,
    delivery.frozen, delivery.so_far, delivery.fence, delivery.sent_at, delivery.tries, delivery.live_id, delivery.live_url,
    delivery.live_at, delivery.looked_at, delivery.looks, delivery.likes,
    delivery.reposts, delivery.replies, delivery.views, delivery.gone_at, delivery.corrected_at, delivery.mark, delivery.cause, delivery.says, delivery.changed_at
FROM delivery JOIN post ON post.id = delivery.post
WHERE (post.id = $1 OR post.thread_of = $1) AND delivery.account = $2
ORDER BY post.part
