-- Workspaces whose webhook hears a notice: that of the workspace, or of all where it concerns the whole house.
SELECT workspace FROM webhook WHERE workspace = $1 OR CAST($1 AS TEXT) IS NULL ORDER BY workspace
