-- Entries of a site that stand and may carry into the days from $2 up to $3, that one not included: no month has more
-- than 31 days.
SELECT id, day, activity, side, network, campaign, page, kind, minutes, hour_minor, minor, currency, months, note, source, made_by,
    made_at, undone_at
FROM entry
WHERE site = $1 AND day < $3 AND undone_at IS NULL AND (day >= $2 OR (months > 1 AND day + months * 31 > $2))
ORDER BY day, id
