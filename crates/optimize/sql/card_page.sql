-- The pages that a card is of, two at most: what several share says of none that it was fetched.
SELECT site, page FROM card WHERE address = $1 ORDER BY site, page LIMIT 2
