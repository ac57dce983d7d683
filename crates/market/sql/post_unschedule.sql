-- A draft again, unless somebody else changed it.
UPDATE post SET wall = NULL, due_at = NULL, version = version + 1, changed_at = $3 WHERE id = $1 AND version = $2
