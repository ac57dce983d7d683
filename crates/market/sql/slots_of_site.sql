-- The slots of a site.
SELECT zone, times, version FROM slots WHERE site = $1
