-- It was told that little is left of this month.
UPDATE wallet SET told = $2 WHERE workspace = $1
