-- What a demo posts to begins there.
UPDATE demo SET networks = $2 WHERE workspace = $1
