-- What becomes of posts whose time passed.
INSERT INTO missed (workspace, within_minutes, otherwise) VALUES ($1, $2, $3)
ON CONFLICT (workspace) DO UPDATE SET within_minutes = excluded.within_minutes, otherwise = excluded.otherwise
