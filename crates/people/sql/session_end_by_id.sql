-- One of a person's sessions is over.
DELETE FROM session WHERE person = $1 AND id = $2
