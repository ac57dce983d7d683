-- The e-mail of a person who is still of the workspace, and of those who want its notices by mail.
SELECT person.email FROM person
JOIN membership ON membership.person = person.id AND membership.workspace = $1 AND membership.role <> 'client'
JOIN workspace ON workspace.id = membership.workspace AND workspace.removed_at IS NULL
WHERE person.email IS NOT NULL AND (person.id = $2 OR EXISTS (
    SELECT 1 FROM notice_mail WHERE notice_mail.person = person.id AND notice_mail.workspace = membership.workspace))
ORDER BY person.email
