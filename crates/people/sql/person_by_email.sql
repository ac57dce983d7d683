-- Who signs in with an e-mail, the workspace that he joined first, and what is kept of his password.
SELECT person.id, membership.workspace, person.password FROM person
JOIN membership ON membership.person = person.id
WHERE person.email = $1 AND person.password IS NOT NULL
ORDER BY membership.since, membership.workspace LIMIT 1
