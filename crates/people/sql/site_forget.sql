-- A site is gone.
DELETE FROM site WHERE id = $1
