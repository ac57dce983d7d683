-- Sites of which it does not stand yet how they are watched.
SELECT site.id FROM site WHERE site.removed_at IS NULL AND site.folder IS NULL AND NOT EXISTS (SELECT 1 FROM watch WHERE watch.site = site.id)
ORDER BY site.id LIMIT $1
