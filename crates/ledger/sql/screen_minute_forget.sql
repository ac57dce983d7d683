-- Forgets what a person did not book for long.
DELETE FROM screen_minute WHERE person = $1 AND minute < $2 AND (entry IS NULL OR entry = '-')
