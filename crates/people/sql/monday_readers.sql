-- Who gets Monday's mail, with each measured site: owners until they say no, others when they say yes.
SELECT person.id AS person, person.email, monday.told, site.id AS site, site.name
FROM membership
JOIN person ON person.id = membership.person
JOIN workspace ON workspace.id = membership.workspace AND workspace.removed_at IS NULL AND NOT workspace.sandbox
JOIN site ON site.workspace = workspace.id AND site.removed_at IS NULL
JOIN measured ON measured.site = site.id
LEFT JOIN monday ON monday.person = person.id
WHERE person.email IS NOT NULL AND membership.role <> 'client' AND COALESCE(monday.wants, membership.role = 'owner')
ORDER BY person.id, site.name, site.id
