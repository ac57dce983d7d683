-- Visits that came by the links of a list.
SELECT word.text, CAST(SUM(link_day.visits) AS BIGINT) FROM word JOIN link_day ON link_day.code = word.id
WHERE word.text IN (SELECT /*sqlite: value FROM json_each($1) *//*postgres: json_array_elements_text(CAST($1 AS json)) */)
GROUP BY word.text
