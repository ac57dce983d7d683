-- Deliveries that wait for somebody who posts them by hand, and by whose link a visitor came.
SELECT delivery.id FROM delivery
JOIN post ON post.id = delivery.post
JOIN measured ON measured.site = post.site
JOIN word ON word.text = delivery.code
WHERE delivery.state = 'waiting' AND EXISTS (
    SELECT 1 FROM link_day
    WHERE link_day.site = measured.number AND link_day.day >= delivery.due_at / 86400000000 - 1
      AND link_day.code = word.id AND link_day.visits > 0)
ORDER BY delivery.id LIMIT $1
