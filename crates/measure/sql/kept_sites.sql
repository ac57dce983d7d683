-- Which measured sites of a list are there, and since when; they stay until the transaction is over.
SELECT measured.number, site.created_at FROM measured JOIN site ON site.id = measured.site
WHERE measured.number IN
    (SELECT /*sqlite: value FROM json_each($1) *//*postgres: CAST(json_array_elements_text(CAST($1 AS json)) AS BIGINT) */)
/*postgres: FOR KEY SHARE OF measured */
