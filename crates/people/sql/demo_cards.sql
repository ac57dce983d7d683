-- The shop of a demo shows its cards since then; NULL: it shows none.
UPDATE demo SET cards_at = $2 WHERE workspace = $1
