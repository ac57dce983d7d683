-- Words of a list go that are still to go.
DELETE FROM word WHERE id IN (SELECT id FROM word_going) AND id IN (SELECT /*sqlite: value FROM json_each($1) *//*postgres: CAST(json_array_elements_text(CAST($1 AS json)) AS BIGINT) */)
