-- Visits of a site from day $2 to $3, by class and network.
SELECT it.channel, it.confidence, word.text AS network, it.visits, it.began_ours
FROM (SELECT channel, confidence, network, CAST(SUM(visits) AS BIGINT) AS visits, CAST(SUM(began_ours) AS BIGINT) AS began_ours
      FROM visit_day WHERE site = $1 AND day BETWEEN $2 AND $3 GROUP BY channel, confidence, network) AS it
LEFT JOIN word ON word.id = it.network
