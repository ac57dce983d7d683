-- The feeds that a site follows.
SELECT id, site, address, made_by, made_at, looked_at, drafted, says FROM feed WHERE site = $1 ORDER BY made_at, id
