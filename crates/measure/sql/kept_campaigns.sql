-- Campaigns in the books of the sites of a list.
SELECT DISTINCT measured.number, link.campaign
FROM measured JOIN link ON link.site = measured.site
WHERE link.campaign IS NOT NULL AND measured.number IN
    (SELECT /*sqlite: value FROM json_each($1) *//*postgres: CAST(json_array_elements_text(CAST($1 AS json)) AS BIGINT) */)
UNION
SELECT DISTINCT measured.number, entry.campaign
FROM measured JOIN entry ON entry.site = measured.site
WHERE entry.campaign IS NOT NULL AND entry.undone_at IS NULL AND measured.number IN
    (SELECT /*sqlite: value FROM json_each($1) *//*postgres: CAST(json_array_elements_text(CAST($1 AS json)) AS BIGINT) */)
ORDER BY 1, 2
