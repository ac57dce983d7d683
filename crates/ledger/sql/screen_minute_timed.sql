-- Minutes that a timer has counted.
UPDATE screen_minute SET entry = $4 WHERE person = $1 AND minute >= $2 AND minute < $3 AND entry IS NULL
