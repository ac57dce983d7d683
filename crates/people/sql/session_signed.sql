-- Whom a session stands for, as long as he belongs to its workspace, and that is not in the bin.
SELECT person.id AS person, person.name, person.email, person.password IS NOT NULL AS has_password,
       workspace.id AS workspace, workspace.name AS workspace_name, workspace.sandbox, workspace.stand_ins, membership.role, session.expires_at, session.seen_at
FROM session
JOIN person ON person.id = session.person
JOIN workspace ON workspace.id = session.workspace AND workspace.removed_at IS NULL
JOIN membership ON membership.workspace = session.workspace AND membership.person = session.person
WHERE session.secret = $1
