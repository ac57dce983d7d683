-- All sites of a workspace, those in the bin among them.
SELECT id, address, name, created_at, removed_at FROM site WHERE workspace = $1 ORDER BY created_at, id
