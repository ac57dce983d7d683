-- The parts below these posts, in their order.
SELECT id, site, text, page, card, media, parts, on_break, first_comment, thread_of, part, campaign, wall, zone, due_at, version, made_by, made_at, changed_at
FROM post
WHERE thread_of IN (SELECT /*sqlite: value FROM json_each($1) *//*postgres: json_array_elements_text(CAST($1 AS json)) */)
ORDER BY thread_of, part
