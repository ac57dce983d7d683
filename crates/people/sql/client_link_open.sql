-- Where a link that has not run out leads: site, workspace, until when.
SELECT site.id, site.workspace, client_link.expires_at FROM client_link
JOIN site ON site.id = client_link.site AND site.removed_at IS NULL
JOIN workspace ON workspace.id = site.workspace AND workspace.removed_at IS NULL
WHERE client_link.secret = $1 AND client_link.expires_at > $2
