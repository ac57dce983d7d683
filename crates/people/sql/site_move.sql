-- A site begins elsewhere from now on.
UPDATE site SET address = $2, removed_at = NULL WHERE id = $1
