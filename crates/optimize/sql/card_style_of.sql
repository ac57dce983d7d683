-- How the cards of a site look.
SELECT style FROM card_brand WHERE site = $1
