-- What waited for a yes in workspace $3 is looked at now.
UPDATE job SET due_at = $1
WHERE kind = $2 AND ended_at IS NULL AND lease_until IS NULL AND due_at > $1
    AND dedup_key IN (
        SELECT delivery.id FROM delivery JOIN post ON post.id = delivery.post JOIN site ON site.id = post.site
        WHERE site.workspace = $3 AND delivery.cause = 'approval' AND delivery.state IN ('planned', 'prepared')
    )
