-- What a site has spent in one currency, but for the post of delivery $3.
SELECT CAST(COALESCE(SUM(micros), 0) AS BIGINT) FROM (
    SELECT micros FROM reservation WHERE site = $1 AND currency = $2 AND state = 'spent' AND delivery <> $3
    UNION ALL
    SELECT spent AS micros FROM wallet_beside WHERE site = $1 AND currency = $2
) AS paid
