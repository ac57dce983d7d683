-- The links for clients of a workspace.
SELECT client_link.id, client_link.site, client_link.name, client_link.created_at, client_link.expires_at,
       client_link.seen_at
FROM client_link JOIN site ON site.id = client_link.site WHERE site.workspace = $1
ORDER BY client_link.created_at, client_link.id
