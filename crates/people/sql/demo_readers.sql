-- How many of its readers followed links in posts of the demo.
SELECT code, day, visits FROM demo_reader WHERE workspace = $1 ORDER BY code
