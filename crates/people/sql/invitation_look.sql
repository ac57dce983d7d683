-- An invitation that has not run out, into a workspace that is not in the bin.
SELECT invitation.workspace, workspace.name AS workspace_name, invitation.email, invitation.role, invitation.invited_by,
       EXISTS (SELECT 1 FROM person WHERE person.email = invitation.email AND person.password IS NOT NULL) AS known
FROM invitation JOIN workspace ON workspace.id = invitation.workspace
WHERE invitation.secret = $1 AND invitation.expires_at > $2 AND workspace.removed_at IS NULL
