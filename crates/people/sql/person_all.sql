-- Everybody, with each workspace that he belongs to and when he was last seen.
SELECT person.name, person.email, workspace.name AS workspace, membership.role, workspace.removed_at,
       (SELECT MAX(session.seen_at) FROM session WHERE session.person = person.id) AS seen_at
FROM person
LEFT JOIN membership ON membership.person = person.id
LEFT JOIN workspace ON workspace.id = membership.workspace
ORDER BY person.email, person.id, workspace.name
