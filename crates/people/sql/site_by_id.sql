-- A site of a workspace.
SELECT id, workspace, address, name, created_at, folder FROM site WHERE workspace = $1 AND id = $2 AND removed_at IS NULL
