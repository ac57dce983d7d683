-- An audit that nobody has begun yet, unless one of its site is under way or the site or its workspace lies in the bin.
INSERT INTO audit (id, site, state, asked_at, pages, known, sheet, stop)
SELECT $1, site.id, 'waiting', $3, 0, 0, 0, $4 
FROM site JOIN workspace ON workspace.id = site.workspace
WHERE site.id = $2 AND site.removed_at IS NULL AND workspace.removed_at IS NULL
ON CONFLICT (site) WHERE ended_at IS NULL DO NOTHING
