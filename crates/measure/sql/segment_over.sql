-- A segment was read to its end, which is $2.
UPDATE arrival_segment SET over_at = $3 WHERE name = $1 AND read_to = $2 AND over_at IS NULL
