-- Feeds at which nobody looked since $1, of sites that are there; the longest first.
SELECT feed.id, feed.site, feed.address, feed.made_by, feed.made_at, feed.looked_at, feed.drafted, feed.says
FROM feed JOIN site ON site.id = feed.site
WHERE feed.looked_at <= $1 AND site.removed_at IS NULL
ORDER BY feed.looked_at, feed.id
LIMIT $2
