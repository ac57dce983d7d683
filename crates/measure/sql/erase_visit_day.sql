-- What was measured of a site before a day goes.
DELETE FROM visit_day WHERE site = $1 AND day < $2
