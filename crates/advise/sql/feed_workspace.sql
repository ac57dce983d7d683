-- Whose site it is.
SELECT workspace FROM site WHERE id = $1
