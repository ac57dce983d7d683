-- Entries were looked through until then.
UPDATE visit_turn SET entries_to = $1 WHERE one = 1
