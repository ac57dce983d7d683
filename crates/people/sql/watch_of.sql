-- How a site is watched.
SELECT watch.site, site.name, site.address, watch.version, watch.every, watch.weekday, watch.day, watch.at, watch.zone,
       watch.next_at, watch.hook IS NOT NULL AS has_hook, watch.proof, watch.proved_at
FROM watch JOIN site ON site.id = watch.site WHERE watch.site = $1
