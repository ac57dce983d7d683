-- Minutes are proposed again that somebody said were no work.
UPDATE screen_minute SET entry = NULL WHERE site = $1 AND person = $2 AND minute >= $3 AND minute < $4 AND entry = '-'
