-- All keys to the feed of a site end.
DELETE FROM feed_key WHERE site = $1
