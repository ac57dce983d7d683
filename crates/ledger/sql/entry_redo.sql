-- Puts an entry in again.
UPDATE entry SET undone_at = NULL WHERE site = $1 AND id = $2
