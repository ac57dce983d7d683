-- Whose a post is, and whether it needs a yes.
SELECT COALESCE(post.thread_of, post.id) AS root, site.workspace, post.site, site.name AS site_name, workspace.needs_yes AS room_wants, site.needs_yes AS site_wants
FROM post JOIN site ON site.id = post.site JOIN workspace ON workspace.id = site.workspace
WHERE post.id = $1
