-- A workspace comes out of the bin.
UPDATE workspace SET removed_at = NULL WHERE id = $1 AND removed_at IS NOT NULL
