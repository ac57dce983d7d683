-- The audits of a site that came to sums, the newest first, behind one with a time and id.
SELECT audit.id, audit.site, audit.state, audit.asked_at, audit.started_at, audit.ended_at, audit.pages, audit.known,
       audit.sheet, audit.waiting, audit.stop, audit.error,
       audit.right_today, audit.right_mended, audit.pairs, audit.errors, audit.warnings, audit.notes,
       audit.fresh, audit.gone, audit.next_says, audit.next_minutes
FROM audit WHERE audit.site = $1 AND audit.pairs IS NOT NULL AND (audit.asked_at < $2 OR (audit.asked_at = $2 AND audit.id > $3))
ORDER BY audit.asked_at DESC, audit.id LIMIT $4
