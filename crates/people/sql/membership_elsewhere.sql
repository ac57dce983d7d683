-- The first other workspace of a person that is not in the bin.
SELECT membership.workspace FROM membership
JOIN workspace ON workspace.id = membership.workspace
WHERE membership.person = $1 AND membership.workspace <> $2 AND workspace.removed_at IS NULL
ORDER BY membership.since, membership.workspace LIMIT 1
