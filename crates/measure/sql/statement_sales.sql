-- Sales of a site from day $2 to $3, by what they are put down to. Those of another currency than $4 by day, since rates are.
SELECT CASE WHEN sale.currency = $4 THEN 0 ELSE sale.day END AS day, sale.currency, sale.last_channel AS channel,
    sale.last_network AS network, link.campaign, COUNT(*) AS sales,
    CAST(SUM(CASE WHEN sale.refunded > sale.minor THEN 0 ELSE sale.minor - sale.refunded END) AS BIGINT) AS minor
FROM sale LEFT JOIN link ON link.code = sale.last_code AND link.site = sale.site
WHERE sale.site = $1 AND sale.day BETWEEN $2 AND $3 AND sale.source <> 'waiting'
GROUP BY CASE WHEN sale.currency = $4 THEN 0 ELSE sale.day END, sale.currency, sale.last_channel, sale.last_network, link.campaign
