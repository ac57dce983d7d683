-- A picture or film of a site.
SELECT kind, width, height, bytes, film FROM medium WHERE site = $1 AND digest = $2
