-- Old notices go, but those of what goes on.
DELETE FROM notice WHERE at < $1 AND (over_at IS NOT NULL OR kind NOT IN ('site_down', 'worker_silent', 'disk_filling'))
