-- The notices of a workspace, the newest first; $2: those of the whole house too.
SELECT notice.id, notice.at, notice.kind, notice.severity, notice.says, notice.remedy, notice.site,
       site.name AS site_name, notice.about, notice.over_at
FROM notice LEFT JOIN site ON site.id = notice.site
WHERE (notice.workspace = $1 OR ($2 AND notice.workspace IS NULL)) AND site.removed_at IS NULL
ORDER BY notice.id DESC LIMIT $3
