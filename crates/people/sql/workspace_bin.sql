-- The workspaces in the bin that a person owned, the last one first.
SELECT workspace.id, workspace.name, workspace.removed_at FROM workspace
JOIN membership ON membership.workspace = workspace.id
WHERE membership.person = $1 AND membership.role = 'owner' AND workspace.removed_at IS NOT NULL
ORDER BY workspace.removed_at DESC, workspace.id
