-- A workspace shows the demo.
INSERT INTO demo (workspace, site) VALUES ($1, $2)
