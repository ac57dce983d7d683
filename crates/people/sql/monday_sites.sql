-- The measured sites of a person, as Monday's mail has them.
SELECT person.id AS person, COALESCE(person.email, '') AS email, monday.told, site.id AS site, site.name
FROM membership
JOIN person ON person.id = membership.person
JOIN workspace ON workspace.id = membership.workspace AND workspace.removed_at IS NULL
JOIN site ON site.workspace = workspace.id AND site.removed_at IS NULL
JOIN measured ON measured.site = site.id
LEFT JOIN monday ON monday.person = person.id
WHERE person.id = $1 AND membership.role <> 'client'
ORDER BY site.name, site.id
