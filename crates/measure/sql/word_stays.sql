-- Words of a list stay: somebody refers to them.
DELETE FROM word_going WHERE id IN (SELECT /*sqlite: value FROM json_each($1) *//*postgres: CAST(json_array_elements_text(CAST($1 AS json)) AS BIGINT) */)
