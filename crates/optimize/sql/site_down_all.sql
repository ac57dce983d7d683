-- Sites that are down, with nothing under way.
SELECT site.id, site.address FROM notice JOIN site ON site.id = notice.site JOIN workspace ON workspace.id = site.workspace
WHERE notice.kind = 'site_down' AND notice.over_at IS NULL AND site.removed_at IS NULL AND workspace.removed_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM audit WHERE audit.site = site.id AND audit.ended_at IS NULL)
ORDER BY site.id
