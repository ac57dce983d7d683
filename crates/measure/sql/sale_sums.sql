-- What was sold from day $2 up to day $3, that one not included, by what it is put down to in the way of $4.
SELECT channel, confidence, network, code, activity, currency, day, COUNT(*) AS sales,
    CAST(SUM(CASE WHEN minor > 0 AND refunded >= minor THEN 1 ELSE 0 END) AS BIGINT) AS taken_back,
    CAST(SUM(minor) AS BIGINT) AS minor,
    CAST(SUM(CASE WHEN refunded > minor THEN minor ELSE refunded END) AS BIGINT) AS refunded
FROM (SELECT sale.currency, sale.day, sale.minor, sale.refunded,
        CASE WHEN $4 = 'first' THEN sale.first_channel ELSE sale.last_channel END AS channel,
        CASE WHEN $4 = 'first' THEN sale.first_confidence ELSE sale.last_confidence END AS confidence,
        CASE WHEN $4 = 'first' THEN sale.first_network WHEN $4 = 'chain' AND link.code IS NOT NULL THEN link.network
            ELSE sale.last_network END AS network,
        CASE WHEN $4 = 'first' THEN sale.first_code WHEN $4 = 'chain' AND link.code IS NOT NULL THEN link.code
            ELSE sale.last_code END AS code,
        CASE WHEN $4 = 'chain' THEN link.activity END AS activity
    FROM sale LEFT JOIN link ON link.site = sale.site AND link.code = sale.chain_code
    WHERE sale.site = $1 AND sale.day >= $2 AND sale.day < $3 AND sale.source <> 'waiting') AS it
GROUP BY channel, confidence, network, code, activity, currency, day
ORDER BY day, currency, channel, confidence, network, code
