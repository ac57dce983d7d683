-- A site has this logo.
INSERT INTO card_logo (site, hash, bytes) VALUES ($1, $2, $3) ON CONFLICT (site, hash) DO NOTHING
