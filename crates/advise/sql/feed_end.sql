-- A site follows a feed no more. What was drafted stays.
DELETE FROM feed WHERE site = $1 AND id = $2
