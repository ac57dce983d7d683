-- Links of own posts of a site that were made from $4 up to $5, that one not included, by network: how many, and their visits
-- from day $2 to $3. $1 is the site's number, $6 its id.
SELECT it.network, COUNT(*) AS posts, CAST(SUM(it.visits) AS BIGINT) AS visits
FROM (SELECT link.network, COALESCE((SELECT CAST(SUM(link_day.visits) AS BIGINT) FROM link_day JOIN word ON word.id = link_day.code
            WHERE word.text = link.code AND link_day.site = $1 AND link_day.day BETWEEN $2 AND $3), 0) AS visits
      FROM link WHERE link.site = $6 AND link.activity = 'post' AND link.made_at >= $4 AND link.made_at < $5) AS it
WHERE it.network IS NOT NULL
GROUP BY it.network
