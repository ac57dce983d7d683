-- This page becomes a draft now; nothing where another one saw to that.
INSERT INTO feed_page (feed, page) SELECT id, $2 FROM feed WHERE id = $1
ON CONFLICT (feed, page) DO NOTHING
