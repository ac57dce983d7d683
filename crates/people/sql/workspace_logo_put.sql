-- The logo of a workspace.
INSERT INTO workspace_logo (workspace, mime, bytes, put_at) VALUES ($1, $2, $3, $4) ON CONFLICT (workspace) DO UPDATE SET mime = $2, bytes = $3, put_at = $4
