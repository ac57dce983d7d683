-- The logo of a workspace.
SELECT mime, bytes FROM workspace_logo WHERE workspace = $1
