-- What is spent of a month in one currency, and what is reserved.
SELECT CAST(COALESCE(SUM(CASE WHEN state = 'spent' THEN micros ELSE 0 END), 0) AS BIGINT),
    CAST(COALESCE(SUM(CASE WHEN state = 'reserved' THEN micros ELSE 0 END), 0) AS BIGINT)
FROM reservation WHERE workspace = $1 AND month = $2 AND currency = $3
