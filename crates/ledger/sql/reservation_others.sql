-- What is taken of a month in one currency, by others than the post of delivery $4.
SELECT CAST(COALESCE(SUM(micros), 0) AS BIGINT) FROM (
    SELECT micros FROM reservation
    WHERE workspace = $1 AND month = $2 AND currency = $3 AND delivery <> $4 AND state <> 'released'
    UNION ALL
    SELECT held + spent AS micros FROM wallet_beside WHERE workspace = $1 AND month = $2 AND currency = $3
) AS taken
