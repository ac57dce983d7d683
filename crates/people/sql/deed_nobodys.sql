-- The deeds of a person who is gone keep his name alone.
UPDATE deed SET person = NULL WHERE person = $1
