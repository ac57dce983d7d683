-- What a delivery is of, which nobody changes until the transaction ends; and whether it needs a yes.
SELECT post.version, delivery.text, workspace.needs_yes AS room_wants, site.needs_yes AS site_wants
FROM delivery JOIN post ON post.id = delivery.post JOIN site ON site.id = post.site
JOIN workspace ON workspace.id = site.workspace
WHERE delivery.id = $1
/*postgres: FOR SHARE OF post */
