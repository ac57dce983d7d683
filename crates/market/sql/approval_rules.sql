-- Whether posts of a site need a yes: what its workspace says, and what it says itself.
SELECT workspace.needs_yes AS room_wants, site.needs_yes AS site_wants
FROM site JOIN workspace ON workspace.id = site.workspace WHERE site.id = $1
