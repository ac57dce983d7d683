-- Entries of a site from a day to another that stand, the newest first, behind one of them.
SELECT id, day, activity, side, network, campaign, page, kind, minutes, hour_minor, minor, currency, months, note, source, made_by,
    made_at, undone_at
FROM entry
WHERE site = $1 AND day >= $2 AND day <= $3 AND undone_at IS NULL AND (day < $4 OR (day = $4 AND id > $5))
ORDER BY day DESC, id LIMIT $6
