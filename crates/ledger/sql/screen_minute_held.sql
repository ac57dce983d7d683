-- How many minutes an entry has that was booked from what was seen.
SELECT COUNT(*) FROM screen_minute WHERE entry = $1
