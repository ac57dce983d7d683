-- Sales from day $2 to $3 that are put down to the link of a site's post.
SELECT COALESCE(post.thread_of, post.id) AS post, sale.day, sale.currency, COUNT(*) AS sales,
    CAST(SUM(CASE WHEN sale.refunded > sale.minor THEN 0 ELSE sale.minor - sale.refunded END) AS BIGINT) AS minor
FROM sale
JOIN delivery ON delivery.code = sale.last_code
JOIN post ON post.id = delivery.post AND post.site = sale.site
WHERE sale.site = $1 AND sale.day BETWEEN $2 AND $3 AND sale.source <> 'waiting'
GROUP BY COALESCE(post.thread_of, post.id), sale.day, sale.currency
