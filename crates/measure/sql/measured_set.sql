-- Changes how a site is measured, if nobody else did since version $2.
UPDATE measured SET version = version + 1, zone = $3, hosts = $4, signals = $5, tab_storage = $6, posts = $7, own = $8,
    raw_days = $9, hour_minor = $10, currency = $11, margin = $12, weekly_minutes = $13
WHERE site = $1 AND version = $2
