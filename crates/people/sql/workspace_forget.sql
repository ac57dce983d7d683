-- A workspace is gone.
DELETE FROM workspace WHERE id = $1
