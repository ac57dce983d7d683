-- A workspace that is not in the bin; nobody else changes who belongs to it until the transaction ends.
SELECT name FROM workspace WHERE id = $1 AND removed_at IS NULL /*postgres: FOR NO KEY UPDATE */
