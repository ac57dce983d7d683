-- The parent of a link of the site.
SELECT parent FROM link WHERE site = $1 AND code = $2
