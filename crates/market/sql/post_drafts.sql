-- The drafts of a site, the newest first, behind the one that was changed at $3 and has the id $4; where $5 is a list, those with
-- a delivery that stands so.
SELECT id, site, text, page, card, media, parts, on_break, first_comment, thread_of, part, campaign, wall, zone, due_at, version, made_by, made_at, changed_at FROM post
WHERE site = $1 AND due_at IS NULL AND thread_of IS NULL AND (changed_at < $3 OR (changed_at = $3 AND id > $4))
  AND (CAST($5 AS TEXT) IS NULL OR EXISTS (
    SELECT 1 FROM delivery WHERE delivery.post = post.id AND delivery.state IN (
      SELECT /*sqlite: value FROM json_each($5) *//*postgres: json_array_elements_text(CAST($5 AS json)) */)))
ORDER BY changed_at DESC, id LIMIT $2
