-- Whether an audit is to stop: somebody said so, it is over, or its site or workspace lies in the bin.
SELECT audit.stop OR audit.ended_at IS NOT NULL OR site.removed_at IS NOT NULL OR workspace.removed_at IS NOT NULL
FROM audit JOIN site ON site.id = audit.site JOIN workspace ON workspace.id = site.workspace
WHERE audit.id = $1
