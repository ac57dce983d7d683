-- The posts of a site that go out from $2 up to $3, of those at $2 the ones behind the id $5; where $6 is a list, those with a
-- delivery that stands so.
SELECT id, site, text, page, card, media, parts, on_break, first_comment, thread_of, part, campaign, wall, zone, due_at, version, made_by, made_at, changed_at FROM post
WHERE site = $1 AND due_at >= $2 AND due_at < $3 AND (due_at > $2 OR id > $5)
  AND (CAST($6 AS TEXT) IS NULL OR EXISTS (
    SELECT 1 FROM delivery WHERE delivery.post = post.id AND delivery.state IN (
      SELECT /*sqlite: value FROM json_each($6) *//*postgres: json_array_elements_text(CAST($6 AS json)) */)))
ORDER BY due_at, id LIMIT $4
