-- A site goes into the bin.
UPDATE site SET removed_at = $2 WHERE id = $1
