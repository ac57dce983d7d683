-- Something stands outside from now on.
INSERT INTO presence (id, site, network, activity, code, url, from_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (id) DO UPDATE SET url = COALESCE(excluded.url, presence.url), to_at = NULL
