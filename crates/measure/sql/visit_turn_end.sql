-- The id of the last visit.
UPDATE visit_turn SET last = $1 WHERE one = 1
