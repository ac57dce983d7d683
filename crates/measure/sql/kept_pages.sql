-- Pages that a site's day already counts by name.
SELECT DISTINCT page FROM page_day WHERE site = $1 AND day = $2 AND page <> 0
UNION
SELECT DISTINCT page FROM happened_day WHERE site = $1 AND day = $2 AND page <> 0
