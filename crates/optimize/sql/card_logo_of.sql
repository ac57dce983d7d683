-- A logo of a site.
SELECT bytes FROM card_logo WHERE site = $1 AND hash = $2
