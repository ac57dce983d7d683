-- The ids of all audits of a workspace, the oldest first.
SELECT audit.id FROM audit JOIN site ON site.id = audit.site WHERE site.workspace = $1 ORDER BY audit.asked_at, audit.id
