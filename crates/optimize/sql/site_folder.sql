-- Which folder a site lies in, if it is one that was handed in.
SELECT folder FROM site WHERE id = $1
