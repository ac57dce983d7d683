-- The last tries of a workspace, the newest first.
SELECT message, event, at, fault FROM webhook_try WHERE workspace = $1 ORDER BY id DESC LIMIT $2
