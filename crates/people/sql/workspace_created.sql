-- When a workspace was made.
SELECT created_at FROM workspace WHERE id = $1
