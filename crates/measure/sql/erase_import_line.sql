-- What was measured of a site before a day goes.
DELETE FROM import_line WHERE site = $1 AND day < $2
