-- For tests: a workspace in the bin.
UPDATE workspace SET removed_at = 0 WHERE id = $1
