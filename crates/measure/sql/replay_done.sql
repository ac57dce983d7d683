-- A day was judged again, if nobody asked for it meanwhile.
DELETE FROM replay_day WHERE site = $1 AND day = $2 AND asked = $3
