-- An audit of a site of a workspace.
SELECT audit.id, audit.site, audit.state, audit.asked_at, audit.started_at, audit.ended_at, audit.pages, audit.known,
       audit.sheet, audit.waiting, audit.stop, audit.error,
       audit.right_today, audit.right_mended, audit.pairs, audit.errors, audit.warnings, audit.notes,
       audit.fresh, audit.gone, audit.next_says, audit.next_minutes
FROM audit JOIN site ON site.id = audit.site
WHERE site.workspace = $1 AND audit.id = $2 AND site.removed_at IS NULL
