-- Workspaces that lie in the bin since before then.
SELECT id FROM workspace WHERE removed_at <= $1
