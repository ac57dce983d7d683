-- So many were left out on a day, by why; of no page.
INSERT INTO happened_day (site, day, kind, what, page, times)
SELECT measured.number, $2, 'left_out', word.id, 0, $4 FROM measured, word
WHERE measured.number = $1 AND word.text = $3
ON CONFLICT (site, day, kind, what, page) DO UPDATE SET times = happened_day.times + excluded.times
