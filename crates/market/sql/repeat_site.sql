-- Where a site begins.
SELECT address FROM site WHERE id = $1
