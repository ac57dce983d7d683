-- It was not done: the key is free again.
DELETE FROM answered WHERE person = $1 AND key = $2
