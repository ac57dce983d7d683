-- How many segments went before.
SELECT COUNT(*) FROM arrival_segment WHERE over_at < $1
