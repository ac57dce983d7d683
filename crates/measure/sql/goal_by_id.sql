-- A goal of a site, removed or not.
SELECT id, site, name, kind, matches, minor, made_at, removed_at FROM goal WHERE site = $1 AND id = $2
