-- Links that changed after a change, in the order of changes: what `/l/CODE` needs of them.
SELECT link.code, link.target, link.expires_at, link.withdrawn_at IS NOT NULL AS withdrawn, link.changed,
       link.site, site.address
FROM link JOIN site ON site.id = link.site
WHERE link.changed > $1 OR (link.changed = $1 AND link.code > $2)
ORDER BY link.changed, link.code LIMIT $3
