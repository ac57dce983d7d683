-- These pages are known.
INSERT INTO feed_page (feed, page)
SELECT $1, /*sqlite: value FROM json_each($2) WHERE TRUE *//*postgres: value FROM json_array_elements_text(CAST($2 AS json)) */
ON CONFLICT (feed, page) DO NOTHING
