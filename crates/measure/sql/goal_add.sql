-- Makes a goal, where the site has room for one more.
INSERT INTO goal (id, site, name, kind, matches, minor, made_at)
SELECT $1, site.id, $3, $4, $5, CAST($6 AS BIGINT), CAST($7 AS BIGINT) FROM site
WHERE site.id = $2 AND (SELECT COUNT(*) FROM goal WHERE goal.site = $2 AND goal.removed_at IS NULL) < $8
