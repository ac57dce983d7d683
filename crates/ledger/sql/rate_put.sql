-- Enters an exchange rate.
INSERT INTO exchange_rate (site, currency, in_currency, day, rate, source) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (site, currency, in_currency, day) DO UPDATE SET rate = excluded.rate, source = excluded.source
