-- Words to which nothing seems to refer, a list.
INSERT INTO word_going (id)
SELECT it.id FROM /*sqlite: (SELECT value AS id FROM json_each($1)) AS it */
    /*postgres: (SELECT CAST(json_array_elements_text(CAST($1 AS json)) AS BIGINT) AS id) AS it */
WHERE TRUE ON CONFLICT DO NOTHING
