-- A key to the feed of a site.
INSERT INTO feed_key (hash, site, made_at) VALUES ($1, $2, $3)
