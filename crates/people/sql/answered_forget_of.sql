-- What a person asked for, once each, is forgotten.
DELETE FROM answered WHERE person = $1
