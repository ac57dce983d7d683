-- For tests: a site in the bin.
UPDATE site SET removed_at = 0 WHERE id = $1
