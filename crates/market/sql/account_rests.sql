-- The network wants to be left alone until then.
UPDATE account SET rests_until = $2 WHERE id = $1 AND (rests_until IS NULL OR rests_until < $2)
