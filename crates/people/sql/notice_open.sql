-- The open notice of a kind and matter.
SELECT id FROM notice WHERE kind = $1 AND about = $2 AND over_at IS NULL
