-- Somebody joins a workspace; nothing where he is there already.
INSERT INTO membership (workspace, person, role, since) VALUES ($1, $2, $3, $4) ON CONFLICT (workspace, person) DO NOTHING
