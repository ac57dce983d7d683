-- Which audit is to follow the one under way; the row is held until the transaction ends.
SELECT follow FROM watch WHERE site = $1 /*postgres: FOR UPDATE */
