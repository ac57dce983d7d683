-- Minutes of a person that no entry has which stands.
SELECT it.minute, it.activity FROM screen_minute AS it
WHERE it.site = $1 AND it.person = $2 AND it.minute >= $3 AND it.minute < $4
  AND (it.entry IS NULL OR EXISTS (SELECT 1 FROM entry WHERE entry.id = it.entry AND entry.undone_at IS NOT NULL))
ORDER BY it.minute
