-- A workspace, if its webhook was chosen to hear of $2.
SELECT webhook.workspace FROM webhook JOIN workspace ON workspace.id = webhook.workspace
WHERE webhook.workspace = $1 AND workspace.removed_at IS NULL AND webhook.events IS NOT NULL AND $2 IN (
  SELECT /*sqlite: value FROM json_each(webhook.events) *//*postgres: json_array_elements_text(CAST(webhook.events AS json)) */)
