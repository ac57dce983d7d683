-- Sites that are no demo.
SELECT COUNT(*) FROM site WHERE removed_at IS NULL AND NOT EXISTS (SELECT 1 FROM demo WHERE demo.site = site.id)
