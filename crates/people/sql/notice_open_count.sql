-- Notices of what goes on.
SELECT COUNT(*) FROM notice WHERE over_at IS NULL AND kind IN ('site_down', 'audit_failed', 'worker_silent', 'disk_filling')
