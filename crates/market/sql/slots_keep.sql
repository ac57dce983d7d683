-- The slots of a site, unless somebody else changed them.
INSERT INTO slots (site, zone, times, version, turn) VALUES ($1, $2, $3, 1, 0)
ON CONFLICT (site) DO UPDATE SET zone = excluded.zone, times = excluded.times, version = slots.version + 1
WHERE slots.version = $4
