-- Deeds in a workspace after one of them, the oldest first.
SELECT id, who, what, about, at FROM deed WHERE workspace = $1 AND (at > $2 OR (at = $2 AND id > $3)) ORDER BY at, id LIMIT $4
