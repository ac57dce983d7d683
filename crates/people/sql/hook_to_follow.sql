-- Sites for which an audit is to follow.
SELECT watch.site FROM watch JOIN site ON site.id = watch.site JOIN workspace ON workspace.id = site.workspace
WHERE watch.follow IS NOT NULL AND site.removed_at IS NULL AND workspace.removed_at IS NULL ORDER BY watch.site
