-- A post.
SELECT id, site, text, page, card, media, parts, on_break, first_comment, thread_of, part, campaign, wall, zone, due_at, version, made_by, made_at, changed_at
FROM post WHERE id = $1
