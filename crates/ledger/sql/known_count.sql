-- How many links there are.
SELECT COUNT(*) FROM link
