-- The client that a link stands for, as long as his site is there.
SELECT client_link.id AS person, client_link.name, CAST(NULL AS TEXT) AS email, client_link.id IS NULL AS has_password,
       workspace.id AS workspace, workspace.name AS workspace_name, workspace.sandbox, workspace.stand_ins, 'client' AS role, site.id AS site,
       client_link.expires_at, COALESCE(client_link.seen_at, 0) AS seen_at
FROM client_link
JOIN site ON site.id = client_link.site AND site.removed_at IS NULL
JOIN workspace ON workspace.id = site.workspace AND workspace.removed_at IS NULL
WHERE client_link.secret = $1
