-- What came by the links of a list.
SELECT code, clicks, unfurls, clicked_at FROM link_count
WHERE code IN (SELECT /*sqlite: value FROM json_each($1) *//*postgres: json_array_elements_text(CAST($1 AS json)) */)
