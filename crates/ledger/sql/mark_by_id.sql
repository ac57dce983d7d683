-- A mark of a site, taken away or not.
SELECT id, at, day, kind, says, audit, findings, pages, removed_at FROM mark WHERE site = $1 AND id = $2
