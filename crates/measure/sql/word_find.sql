-- The numbers of the texts of a list, as far as they have one.
SELECT id, text FROM word
WHERE text IN (SELECT /*sqlite: value FROM json_each($1) *//*postgres: json_array_elements_text(CAST($1 AS json)) */)
