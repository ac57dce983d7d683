-- The site whose calendar a key opens, unless it lies in the bin.
SELECT site.id, site.workspace, site.address, site.name, site.created_at, site.folder FROM calendar_key
JOIN site ON site.id = calendar_key.site
JOIN workspace ON workspace.id = site.workspace
WHERE calendar_key.hash = $1 AND site.removed_at IS NULL AND workspace.removed_at IS NULL
