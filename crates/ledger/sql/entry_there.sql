-- Which of these ids are entries of the site.
SELECT id FROM entry WHERE site = $1 AND id IN (SELECT /*sqlite: value FROM json_each($2) *//*postgres: json_array_elements_text(CAST($2 AS json)) */)
