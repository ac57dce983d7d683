-- What other currencies were worth in $2, by day.
SELECT currency, day, rate FROM exchange_rate WHERE site = $1 AND currency <> $2 ORDER BY currency, day
