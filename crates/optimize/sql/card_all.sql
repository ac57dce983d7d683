-- The cards of a site, by page.
SELECT page, address, title, alt FROM card
WHERE site = $1 AND replaced_at IS NULL AND page > $2 ORDER BY page LIMIT $3
