-- The notices of a workspace are sent there from now on.
INSERT INTO webhook (workspace, address, secret, created_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (workspace) DO UPDATE SET address = excluded.address, secret = excluded.secret, created_at = excluded.created_at
