-- What a site has spent in one currency, but for delivery $3.
SELECT CAST(COALESCE(SUM(micros), 0) AS BIGINT) FROM reservation
WHERE site = $1 AND currency = $2 AND state = 'spent' AND delivery <> $3
