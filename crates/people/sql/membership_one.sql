-- The name of somebody who belongs to a workspace, and what he is there.
SELECT person.name, membership.role FROM membership JOIN person ON person.id = membership.person WHERE membership.workspace = $1 AND membership.person = $2
