-- A site is measured from now on, in the zone of its schedule.
INSERT INTO measured (site, number, key, version, zone, hosts, signals, tab_storage, own, raw_days, currency)
SELECT site.id, (SELECT COALESCE(MAX(number), 0) + 1 FROM measured), $2, 1,
    COALESCE((SELECT zone FROM watch WHERE watch.site = site.id), 'UTC'), '[]', 'count', TRUE, '[]', $3, 'EUR'
FROM site WHERE site.id = $1
ON CONFLICT DO NOTHING
