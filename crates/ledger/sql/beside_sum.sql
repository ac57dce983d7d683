-- What of a month in one currency is spent and held for calls beside posts.
SELECT CAST(COALESCE(SUM(spent), 0) AS BIGINT), CAST(COALESCE(SUM(held), 0) AS BIGINT)
FROM wallet_beside WHERE workspace = $1 AND month = $2 AND currency = $3
