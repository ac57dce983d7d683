-- For tests: when a site is due, and how its proof stands.
SELECT next_at, proof FROM watch WHERE site = $1
