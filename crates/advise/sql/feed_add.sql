-- A feed is followed from now on. Nothing where it is already.
INSERT INTO feed (id, site, address, made_by, made_at, looked_at, drafted) VALUES ($1, $2, $3, $4, $5, $5, 0)
ON CONFLICT (site, address) DO NOTHING
