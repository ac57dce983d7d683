-- A file is further by some lines, if nobody else brought it on meanwhile.
UPDATE import SET read_to = $3, lines = lines + $4, visits = visits + $5, over_at = NULL WHERE id = $1 AND read_to = $2
