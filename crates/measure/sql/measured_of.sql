-- How a site is measured.
SELECT measured.site, site.address, measured.number, measured.key, measured.version, measured.zone, measured.hosts,
    measured.signals, measured.tab_storage, measured.posts, measured.own, measured.staff, measured.raw_days,
    measured.hour_minor, measured.currency, measured.margin, measured.weekly_minutes, measured.heard_at, measured.heard_by
FROM measured JOIN site ON site.id = measured.site
WHERE measured.site = $1
