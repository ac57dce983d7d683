-- Entries of a site that stand and may carry into the days from $2 to $3.
SELECT day, activity, side, network, campaign, page, kind, minutes, hour_minor, minor, currency, months
FROM entry
WHERE site = $1 AND undone_at IS NULL AND day <= $3 AND (day >= $2 OR day + months * 31 >= $2)
