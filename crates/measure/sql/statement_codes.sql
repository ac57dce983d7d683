-- Links of a site, with their visits from day $2 to $3: those of the list $5. $4 is the site's id.
SELECT link.code, link.activity, link.network, link.campaign, link.note, it.visits
FROM (SELECT word.text AS code, CAST(SUM(link_day.visits) AS BIGINT) AS visits
      FROM link_day JOIN word ON word.id = link_day.code
      WHERE link_day.site = $1 AND link_day.day BETWEEN $2 AND $3
          AND word.text IN (SELECT /*sqlite: value FROM json_each($5) *//*postgres: json_array_elements_text(CAST($5 AS json)) */)
      GROUP BY word.text) AS it
JOIN link ON link.code = it.code
WHERE link.site = $4
