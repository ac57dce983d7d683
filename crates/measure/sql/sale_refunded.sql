-- Sums up what was paid back of orders, in the currency in which they were sold.
UPDATE sale SET refunded = (SELECT CAST(COALESCE(SUM(sale_refund.minor), 0) AS BIGINT) FROM sale_refund
    WHERE sale_refund.site = sale.site AND sale_refund.order_id = sale.order_id AND sale_refund.currency = sale.currency)
WHERE site = $1
  AND order_id IN (SELECT /*sqlite: value FROM json_each($2) *//*postgres: json_array_elements_text(CAST($2 AS json)) */)
