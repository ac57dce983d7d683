-- How many pages of a site have a card.
SELECT COUNT(*) FROM card WHERE site = $1 AND replaced_at IS NULL
