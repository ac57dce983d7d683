-- Until when entries were looked through.
SELECT entries_to FROM visit_turn WHERE one = 1
