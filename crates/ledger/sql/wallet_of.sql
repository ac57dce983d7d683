-- What a workspace approved.
SELECT micros, currency, zone, version, told, changed_by, changed_at FROM wallet WHERE workspace = $1
