-- Some visits of a day go.
DELETE FROM visit WHERE site = $1 AND day = $2 AND id IN
    (SELECT id FROM visit WHERE site = $1 AND day = $2 ORDER BY id LIMIT $3)
