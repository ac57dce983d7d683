-- A site.
INSERT INTO site (id, workspace, address, name, created_at, folder) VALUES ($1, $2, $3, $4, $5, $6)
