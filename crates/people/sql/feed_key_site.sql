-- The site whose feed a key opens, unless it lies in the bin.
SELECT site.id, site.workspace, site.address, site.name, site.created_at, site.folder FROM feed_key
JOIN site ON site.id = feed_key.site
JOIN workspace ON workspace.id = site.workspace
WHERE feed_key.hash = $1 AND site.removed_at IS NULL AND workspace.removed_at IS NULL
