-- All sessions of a person are over.
DELETE FROM session WHERE person = $1
