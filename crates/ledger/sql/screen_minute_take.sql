-- Minutes of an activity become an entry's.
UPDATE screen_minute AS it SET entry = $6
WHERE it.site = $1 AND it.person = $2 AND it.minute >= $3 AND it.minute < $4 AND it.activity = $5
  AND (it.entry IS NULL OR EXISTS (SELECT 1 FROM entry WHERE entry.id = it.entry AND entry.undone_at IS NOT NULL))
