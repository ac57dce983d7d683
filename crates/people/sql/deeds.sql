-- The last deeds in a workspace.
SELECT who AS name, what, about, at FROM deed WHERE workspace = $1 ORDER BY at DESC, id LIMIT $2
