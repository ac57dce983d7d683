-- A workspace shows the demo no longer.
DELETE FROM demo WHERE workspace = $1
