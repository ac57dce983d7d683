-- A file was read to its end.
UPDATE import SET over_at = $2 WHERE id = $1
