-- For tests: a site.
INSERT INTO site (id, workspace, address, name, created_at) VALUES ($1, $2, $3, 'bakery.example', 0)
