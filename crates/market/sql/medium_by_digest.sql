-- A picture of a site.
SELECT kind, width, height, bytes FROM medium WHERE site = $1 AND digest = $2
