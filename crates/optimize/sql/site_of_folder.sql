-- How many sites lie in a folder.
SELECT COUNT(*) FROM site WHERE folder = $1
