-- A workspace is called otherwise.
UPDATE workspace SET name = $2 WHERE id = $1
