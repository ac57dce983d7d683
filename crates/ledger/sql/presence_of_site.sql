-- What stands outside of a site, or did, the newest first.
SELECT id, network, activity, code, url, from_at, to_at FROM presence WHERE site = $1 ORDER BY from_at DESC, id LIMIT $2
