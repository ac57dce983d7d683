-- Workspaces whose webhook hears a notice: that of the workspace, or of all where it concerns the whole house.
SELECT webhook.workspace FROM webhook JOIN workspace ON workspace.id = webhook.workspace
WHERE workspace.removed_at IS NULL AND (webhook.workspace = $1 OR CAST($1 AS TEXT) IS NULL) ORDER BY webhook.workspace
