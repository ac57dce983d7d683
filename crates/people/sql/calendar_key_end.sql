-- All keys to the calendar of a site end.
DELETE FROM calendar_key WHERE site = $1
