-- The shop of a demo has its share bar since then; NULL: it has none.
UPDATE demo SET bar_at = $2 WHERE workspace = $1
