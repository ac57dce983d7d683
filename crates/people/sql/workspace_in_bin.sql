-- The name of a workspace in the bin that a person owned.
SELECT workspace.name FROM workspace
JOIN membership ON membership.workspace = workspace.id
WHERE workspace.id = $1 AND membership.person = $2 AND membership.role = 'owner' AND workspace.removed_at IS NOT NULL
