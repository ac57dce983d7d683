-- The last two audits of each site of a workspace that came to their end, the newest first.
SELECT audit.id, audit.site, audit.state, audit.asked_at, audit.started_at, audit.ended_at, audit.pages, audit.known,
       audit.sheet, audit.waiting, audit.stop, audit.error,
       audit.right_today, audit.right_mended, audit.pairs, audit.errors, audit.warnings, audit.notes,
       audit.fresh, audit.gone, audit.next_says, audit.next_minutes
FROM site JOIN audit ON audit.id IN (
    SELECT done.id FROM audit done WHERE done.site = site.id AND done.state = 'done' ORDER BY done.asked_at DESC LIMIT 2)
WHERE site.workspace = $1 AND site.removed_at IS NULL
ORDER BY audit.asked_at DESC, audit.id
