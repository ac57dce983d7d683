-- Workspaces whose webhook hears a notice of the kind $2: that of the workspace, or of all where it concerns the whole house.
SELECT webhook.workspace FROM webhook JOIN workspace ON workspace.id = webhook.workspace
WHERE workspace.removed_at IS NULL AND (webhook.workspace = $1 OR CAST($1 AS TEXT) IS NULL)
  AND (webhook.events IS NULL OR $2 IN (
    SELECT /*sqlite: value FROM json_each(webhook.events) *//*postgres: json_array_elements_text(CAST(webhook.events AS json)) */))
ORDER BY webhook.workspace
