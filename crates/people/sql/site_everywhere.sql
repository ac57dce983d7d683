-- All sites of the house.
SELECT id, workspace, address, name, created_at, folder FROM site WHERE removed_at IS NULL ORDER BY address, id
