-- A site is watched from now on.
INSERT INTO watch (site, version, every, weekday, day, at, zone, next_at, hook_since, hook_calls, proof_missed)
VALUES ($1, 1, $2, $3, $4, $5, $6, $7, 0, 0, 0)
ON CONFLICT (site) DO NOTHING
