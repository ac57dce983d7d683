-- Whose a delivery is, and where it goes.
SELECT site.workspace, post.site, site.name AS site_name, post.hands, account.network, account.name AS place
FROM delivery JOIN post ON post.id = delivery.post JOIN site ON site.id = post.site JOIN account ON account.id = delivery.account
WHERE delivery.id = $1
