-- Answers from before $1 go.
DELETE FROM answered WHERE asked_at < $1
