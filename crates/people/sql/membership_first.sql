-- The first person, in his first workspace that is not in the bin.
SELECT membership.person, membership.workspace FROM membership
JOIN workspace ON workspace.id = membership.workspace
WHERE workspace.removed_at IS NULL
ORDER BY membership.since, membership.workspace LIMIT 1
