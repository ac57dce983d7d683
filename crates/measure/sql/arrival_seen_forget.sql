-- Some of those of days that are over go.
DELETE FROM arrival_seen WHERE site = $1 AND day < $2 AND (day, id) IN
    (SELECT day, id FROM arrival_seen WHERE site = $1 AND day < $2 ORDER BY day, id LIMIT $3)
