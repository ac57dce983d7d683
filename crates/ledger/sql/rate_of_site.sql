-- The exchange rates of a site, the newest first.
SELECT currency, in_currency, day, rate, source FROM exchange_rate WHERE site = $1 ORDER BY day DESC, currency, in_currency
