-- Marks of a site of some days, the newest first.
SELECT id, at, day, kind, says, audit, findings, pages, removed_at FROM mark
WHERE site = $1 AND day >= $2 AND day < $3 AND removed_at IS NULL ORDER BY at DESC, id
