-- What the newest cards are made of. $1 how many
SELECT recipe FROM card WHERE replaced_at IS NULL ORDER BY made_at DESC, site, page LIMIT $1
