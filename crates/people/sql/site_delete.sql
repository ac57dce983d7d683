-- A site is gone for good.
DELETE FROM site WHERE id = $1
