-- A notice, for its delivery.
SELECT notice.id, notice.at, notice.kind, notice.severity, notice.says, notice.remedy, notice.site,
       site.name AS site_name, notice.about, notice.over_at
FROM notice LEFT JOIN site ON site.id = notice.site WHERE notice.id = $1
