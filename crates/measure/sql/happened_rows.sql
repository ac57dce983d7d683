-- How many rows of a kind a site's day has.
SELECT COUNT(*) FROM happened_day WHERE site = $1 AND day = $2 AND kind = $3
