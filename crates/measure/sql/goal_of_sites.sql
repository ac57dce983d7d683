-- Goals of several sites that are known by addresses or events.
SELECT id, site, name, kind, matches, minor, made_at, removed_at FROM goal
WHERE site IN (SELECT /*sqlite: value FROM json_each($1) *//*postgres: json_array_elements_text(CAST($1 AS json)) */)
  AND kind <> 'call' AND removed_at IS NULL ORDER BY id
