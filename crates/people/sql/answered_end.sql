-- The answer that was given.
UPDATE answered SET status = $3, body = $4 WHERE person = $1 AND key = $2
