-- Gives hours without a price this one.
UPDATE entry SET hour_minor = $2, currency = $3 WHERE site = $1 AND kind = 'hours' AND hour_minor IS NULL
