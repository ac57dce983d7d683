-- The webhook of a workspace is signed with another secret from now on.
UPDATE webhook SET secret = $2, created_at = $3 WHERE workspace = $1
