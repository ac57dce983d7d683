-- Its wall is that of another zone.
UPDATE post SET zone = $2 WHERE id = $1
