-- Goals of a site that stand, by name.
SELECT id, site, name, kind, matches, minor, made_at, removed_at FROM goal WHERE site = $1 AND removed_at IS NULL ORDER BY name, id
