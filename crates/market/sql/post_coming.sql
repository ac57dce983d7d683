-- Planned posts that are to come, of sites that are there.
SELECT post.id, post.site, site.workspace, post.version, post.wall, post.zone, post.due_at
FROM post JOIN site ON site.id = post.site
WHERE post.due_at > $1 AND post.wall IS NOT NULL AND site.removed_at IS NULL
    AND EXISTS (SELECT 1 FROM delivery WHERE delivery.post = post.id AND delivery.state = 'planned')
ORDER BY post.due_at, post.id
