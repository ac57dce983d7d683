-- A person belongs to a workspace.
INSERT INTO membership (workspace, person, role, since) VALUES ($1, $2, $3, $4)
