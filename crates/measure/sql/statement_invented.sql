-- Whether a site is the demo's shop.
SELECT COUNT(*) FROM demo WHERE site = $1
