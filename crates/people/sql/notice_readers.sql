-- Who wants the notices of a workspace by mail; of the whole house, its owners.
SELECT DISTINCT person.email FROM notice_mail
JOIN person ON person.id = notice_mail.person
JOIN workspace ON workspace.id = notice_mail.workspace AND workspace.removed_at IS NULL
JOIN membership ON membership.person = notice_mail.person AND membership.workspace = notice_mail.workspace
WHERE person.email IS NOT NULL AND membership.role <> 'client'
  AND (notice_mail.workspace = $1 OR (CAST($1 AS TEXT) IS NULL AND membership.role = 'owner'))
ORDER BY person.email
