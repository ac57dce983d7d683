-- What was measured of a site before a day goes.
DELETE FROM link_day WHERE site = $1 AND day < $2
