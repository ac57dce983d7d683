-- An export was brought in, all of it at once.
UPDATE import SET lines = $2, visits = $3, over_at = $4 WHERE id = $1
