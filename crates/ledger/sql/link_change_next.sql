-- The number of the change that is about to be made.
UPDATE link_change SET last = last + 1 WHERE one = 1 RETURNING last
