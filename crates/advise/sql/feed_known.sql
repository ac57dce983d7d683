-- Which of these pages are known.
SELECT page FROM feed_page
WHERE feed = $1 AND page IN (SELECT /*sqlite: value FROM json_each($2) *//*postgres: json_array_elements_text(CAST($2 AS json)) */)
