-- The newest audit of each site of a workspace.
SELECT audit.id, audit.site, audit.state, audit.asked_at, audit.started_at, audit.ended_at, audit.pages, audit.known,
       audit.sheet, audit.waiting, audit.stop, audit.error
FROM audit JOIN site ON site.id = audit.site
WHERE site.workspace = $1 AND site.removed_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM audit later WHERE later.site = audit.site AND later.asked_at > audit.asked_at)
