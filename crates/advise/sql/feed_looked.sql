-- Somebody looked; what there is to say of it.
UPDATE feed SET looked_at = $2, says = $3 WHERE id = $1
