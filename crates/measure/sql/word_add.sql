-- Gives the texts of a list numbers, in their order.
INSERT INTO word (text)
SELECT it.text FROM /*sqlite: (SELECT value AS text, key AS place FROM json_each($1)) AS it */
    /*postgres: json_array_elements_text(CAST($1 AS json)) WITH ORDINALITY AS it (text, place) */
WHERE TRUE ORDER BY it.place
ON CONFLICT (text) DO NOTHING
