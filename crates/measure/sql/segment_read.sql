-- How far a segment was read, and since when it is over.
SELECT read_to, over_at FROM arrival_segment WHERE name = $1
