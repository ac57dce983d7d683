-- For tests: a membership.
INSERT INTO membership (workspace, person, role, since) VALUES ($1, $2, $3, 0)
