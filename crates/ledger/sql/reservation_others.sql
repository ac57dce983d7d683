-- What is taken of a month in one currency, by others than delivery $4.
SELECT CAST(COALESCE(SUM(micros), 0) AS BIGINT) FROM reservation
WHERE workspace = $1 AND month = $2 AND currency = $3 AND delivery <> $4 AND state <> 'released'
