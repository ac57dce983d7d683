-- A site is called by another name.
UPDATE site SET name = $2 WHERE id = $1
