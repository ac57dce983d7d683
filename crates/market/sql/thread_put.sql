-- Part $4 of the thread below post $3, or another text for one that is there. It carries the post's page and card where $7.
INSERT INTO post (id, site, text, page, card, media, zone, version, made_by, made_at, changed_at, thread_of, part)
SELECT $1, first.site, $2, CASE WHEN $7 THEN first.page END, CASE WHEN $7 THEN first.card ELSE '{}' END, $5, first.zone, 1, first.made_by,
    $6, $6, first.id, $4
FROM post AS first WHERE first.id = $3
ON CONFLICT (thread_of, part) WHERE thread_of IS NOT NULL
DO UPDATE SET text = excluded.text, page = excluded.page, card = excluded.card, media = excluded.media, version = post.version + 1,
    changed_at = excluded.changed_at
WHERE post.text <> excluded.text OR post.media <> excluded.media OR post.card <> excluded.card
    OR COALESCE(post.page, '') <> COALESCE(excluded.page, '')
