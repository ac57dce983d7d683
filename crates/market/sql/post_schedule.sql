-- When the post goes out, unless somebody else changed it.
UPDATE post SET wall = $3, due_at = $4, version = version + 1, changed_at = $5 WHERE id = $1 AND version = $2
