-- Who signs in with an e-mail, what is kept of his password, and the workspace that he joined first.
SELECT person.id, person.password,
       (SELECT membership.workspace FROM membership JOIN workspace ON workspace.id = membership.workspace
        WHERE membership.person = person.id AND workspace.removed_at IS NULL
        ORDER BY membership.since, membership.workspace LIMIT 1) AS workspace
FROM person WHERE person.email = $1 AND person.password IS NOT NULL
