-- The last two audits of each site of a workspace that came to their end, the newest first.
SELECT audit.id, audit.site, audit.state, audit.asked_at, audit.started_at, audit.ended_at, audit.pages, audit.known,
       audit.sheet, audit.waiting, audit.stop, audit.error,
       audit.right_today, audit.right_mended, audit.pairs, audit.errors, audit.warnings, audit.notes,
       audit.fresh, audit.gone, audit.next_says, audit.next_minutes
FROM audit JOIN site ON site.id = audit.site
WHERE site.workspace = $1 AND site.removed_at IS NULL AND audit.state = 'done'
  AND (SELECT COUNT(*) FROM audit later
       WHERE later.site = audit.site AND later.state = 'done' AND later.asked_at > audit.asked_at) < 2
ORDER BY audit.asked_at DESC, audit.id
