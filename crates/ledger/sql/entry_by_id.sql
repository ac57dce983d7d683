-- An entry of a site, taken back or not.
SELECT id, day, activity, side, network, campaign, page, kind, minutes, hour_minor, minor, currency, months, note, source, made_by,
    made_at, undone_at
FROM entry WHERE site = $1 AND id = $2
