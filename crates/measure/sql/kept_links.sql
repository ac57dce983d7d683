-- The links of a list of codes, with the number of their site.
SELECT measured.number, link.code, link.activity, link.network, link.expires_at, link.withdrawn_at
FROM link JOIN measured ON measured.site = link.site
WHERE link.code IN (SELECT /*sqlite: value FROM json_each($1) *//*postgres: json_array_elements_text(CAST($1 AS json)) */)
