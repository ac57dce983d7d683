-- Sites that are due, and those whose next time is further away than their schedule ever is. $1 now
SELECT watch.site, watch.every, watch.weekday, watch.day, watch.at, watch.zone, watch.next_at
FROM watch JOIN site ON site.id = watch.site JOIN workspace ON workspace.id = site.workspace
WHERE site.removed_at IS NULL AND site.folder IS NULL AND workspace.removed_at IS NULL AND watch.every <> 'never'
  AND (watch.next_at IS NULL OR watch.next_at <= $1 OR watch.next_at >
       $1 + CASE watch.every WHEN 'day' THEN 3 WHEN 'week' THEN 9 ELSE 33 END * CAST(86400000000 AS BIGINT))
ORDER BY watch.next_at, watch.site LIMIT $2
