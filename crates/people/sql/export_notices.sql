-- The notices of a workspace, the oldest first.
SELECT id, site, kind, severity, says, remedy, at, over_at FROM notice WHERE workspace = $1 ORDER BY id
