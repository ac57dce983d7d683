-- Whether words are to go.
SELECT COUNT(*) FROM word_going
