-- Words that are to go.
SELECT id FROM word_going ORDER BY id
