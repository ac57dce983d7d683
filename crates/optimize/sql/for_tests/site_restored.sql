-- For tests: a site out of the bin.
UPDATE site SET removed_at = NULL WHERE id = $1
