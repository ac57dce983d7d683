-- All sessions of a person are over but one.
DELETE FROM session WHERE person = $1 AND secret <> $2
