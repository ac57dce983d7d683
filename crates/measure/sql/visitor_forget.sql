-- Some of those of days that are over go.
DELETE FROM visitor WHERE site = $1 AND day < $2 AND (day, hash) IN
    (SELECT day, hash FROM visitor WHERE site = $1 AND day < $2 ORDER BY day, hash LIMIT $3)
