-- What the webhook of a workspace hears.
SELECT events FROM webhook WHERE workspace = $1
