-- The pictures that some site has.
SELECT DISTINCT digest FROM medium
