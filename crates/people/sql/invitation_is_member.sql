-- Whether somebody with this e-mail belongs to a workspace.
SELECT EXISTS (SELECT 1 FROM membership JOIN person ON person.id = membership.person
               WHERE membership.workspace = $1 AND person.email = $2)
