-- How many keys open the calendar of a site.
SELECT COUNT(*) FROM calendar_key WHERE site = $1
