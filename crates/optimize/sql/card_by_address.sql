-- What a card is made of.
SELECT site, recipe FROM card WHERE address = $1 LIMIT 1
