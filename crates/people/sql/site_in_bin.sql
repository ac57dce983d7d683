-- A site of a workspace in the bin: its address. Nobody else takes it out until the transaction ends.
SELECT address FROM site WHERE workspace = $1 AND id = $2 AND removed_at IS NOT NULL /*postgres: FOR UPDATE */
