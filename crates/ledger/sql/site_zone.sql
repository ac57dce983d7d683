-- Whose days a site has.
SELECT COALESCE((SELECT zone FROM measured WHERE measured.site = site.id), (SELECT zone FROM watch WHERE watch.site = site.id), 'UTC')
FROM site WHERE id = $1
