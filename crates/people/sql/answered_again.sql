-- The same request once more, whose first answer never came; nothing where another one was quicker.
UPDATE answered SET asked_at = $4 WHERE person = $1 AND key = $2 AND status IS NULL AND asked_at = $3
