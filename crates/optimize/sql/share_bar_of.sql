-- The share bar of a site.
SELECT bar FROM share_bar WHERE site = $1
