-- The workspaces that a person belongs to, and what he is there.
SELECT workspace.id, workspace.name, membership.role, workspace.sandbox FROM workspace
JOIN membership ON membership.workspace = workspace.id
WHERE membership.person = $1 AND workspace.removed_at IS NULL
ORDER BY workspace.name, workspace.id
