-- Nothing is begun by itself any more; the first reason stays.
UPDATE service SET paused_why = $2, paused_at = $1 WHERE one = 1 AND paused_at IS NULL
