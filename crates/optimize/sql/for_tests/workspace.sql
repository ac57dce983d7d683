-- For tests: a workspace.
INSERT INTO workspace (id, name, sandbox, created_at) VALUES ($1, 'A workspace', $2, 0)
