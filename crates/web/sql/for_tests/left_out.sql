-- What was left out, by why.
SELECT word.text, happened_day.times FROM happened_day JOIN word ON word.id = happened_day.what
WHERE happened_day.kind = 'left_out' ORDER BY word.text
