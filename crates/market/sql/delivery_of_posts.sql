-- The deliveries of these posts.
SELECT id, post, account, text, bare, state, due_at, code, key, frozen, so_far, fence, sent_at, tries, live_id, live_url, live_at, looked_at, looks, likes, reposts, replies, views, gone_at, corrected_at, mark, cause, says, changed_at
FROM delivery
WHERE post IN (SELECT /*sqlite: value FROM json_each($1) *//*postgres: json_array_elements_text(CAST($1 AS json)) */)
ORDER BY post, id
