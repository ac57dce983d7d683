-- The posts of a site that go out from $2 up to $3.
SELECT id, site, text, page, card, media, campaign, wall, zone, due_at, version, made_by, made_at, changed_at FROM post
WHERE site = $1 AND due_at >= $2 AND due_at < $3 ORDER BY due_at, id LIMIT $4
