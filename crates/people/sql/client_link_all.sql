-- The links of a site, the newest first.
SELECT id, name, created_at, expires_at, seen_at FROM client_link WHERE site = $1 ORDER BY created_at DESC, id
