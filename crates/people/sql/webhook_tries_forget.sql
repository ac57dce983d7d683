-- Of the tries of a workspace the last $2 are kept.
DELETE FROM webhook_try WHERE workspace = $1 AND id <= (
  SELECT id FROM webhook_try WHERE workspace = $1 ORDER BY id DESC LIMIT 1 OFFSET $2)
