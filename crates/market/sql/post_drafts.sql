-- The drafts of a site, the newest first.
SELECT id, site, text, page, card, media, campaign, wall, zone, due_at, version, made_by, made_at, changed_at FROM post
WHERE site = $1 AND due_at IS NULL ORDER BY changed_at DESC, id LIMIT $2
