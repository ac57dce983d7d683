-- What a person chose about Monday's mail.
SELECT wants FROM monday WHERE person = $1 AND wants IS NOT NULL
