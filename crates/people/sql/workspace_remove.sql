-- A workspace goes into the bin.
UPDATE workspace SET removed_at = $2 WHERE id = $1 AND removed_at IS NULL
