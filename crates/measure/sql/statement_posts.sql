-- How many links of own posts of a site were made from $2 up to $3, that one not included.
SELECT COUNT(*) FROM link WHERE site = $1 AND activity IN ('post', 'reply', 'article', 'press', 'ad') AND made_at >= $2 AND made_at < $3
