-- For tests: how many persons there are.
SELECT COUNT(*) FROM person
