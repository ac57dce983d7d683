-- The id of the last visit; from here on nobody else takes views in until this transaction is over.
UPDATE visit_turn SET last = last WHERE one = 1 RETURNING last
