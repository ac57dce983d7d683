-- The site of an audit, and how it was proved to be one's own.
SELECT site.id, site.workspace, site.name, site.address, site.folder, watch.proof
FROM audit JOIN site ON site.id = audit.site LEFT JOIN watch ON watch.site = site.id WHERE audit.id = $1
