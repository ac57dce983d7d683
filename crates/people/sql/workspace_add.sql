-- A workspace.
INSERT INTO workspace (id, name, sandbox, created_at) VALUES ($1, $2, $3, $4)
