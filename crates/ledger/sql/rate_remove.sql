-- Takes an exchange rate away.
DELETE FROM exchange_rate WHERE site = $1 AND currency = $2 AND in_currency = $3 AND day = $4
