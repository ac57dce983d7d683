-- Another schedule, and the instant that follows from it.
UPDATE watch SET every = $2, weekday = $3, day = $4, at = $5, zone = $6, next_at = $7 WHERE site = $1
