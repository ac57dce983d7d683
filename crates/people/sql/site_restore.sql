-- A site comes out of the bin; its address.
UPDATE site SET removed_at = NULL WHERE workspace = $1 AND id = $2 AND removed_at IS NOT NULL RETURNING address
