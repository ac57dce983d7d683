-- Who belongs to a workspace, by name.
SELECT person.id, person.name, person.email, membership.role, membership.since FROM membership
JOIN person ON person.id = membership.person
WHERE membership.workspace = $1 ORDER BY person.name, person.id
