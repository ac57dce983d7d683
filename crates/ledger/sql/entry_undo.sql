-- Takes an entry back.
UPDATE entry SET undone_at = COALESCE(undone_at, $3) WHERE site = $1 AND id = $2
