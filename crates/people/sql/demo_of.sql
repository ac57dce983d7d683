-- The demo of a workspace.
SELECT demo.workspace, demo.site, site.address, demo.mended_at, demo.cards_at, demo.bar_at
FROM demo JOIN site ON site.id = demo.site
WHERE demo.workspace = $1
