-- A segment was read from $2 to $3, if nobody else read on from $2.
UPDATE arrival_segment SET read_to = $3 WHERE name = $1 AND read_to = $2 AND over_at IS NULL
