-- The first day of which single visits of a site are there.
SELECT MIN(day) FROM visit WHERE site = $1
