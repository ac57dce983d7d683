-- Visits of a site by campaign, from day $2 to $3. $4 is the site's id.
SELECT link.campaign, it.channel, it.confidence, CAST(SUM(it.visits) AS BIGINT) AS visits
FROM (SELECT code, channel, confidence, CAST(SUM(visits) AS BIGINT) AS visits FROM link_day
      WHERE site = $1 AND day BETWEEN $2 AND $3 GROUP BY code, channel, confidence) AS it
JOIN word ON word.id = it.code
JOIN link ON link.code = word.text
WHERE link.site = $4 AND link.campaign IS NOT NULL
GROUP BY link.campaign, it.channel, it.confidence
