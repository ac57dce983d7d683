-- One more of its pages became a draft.
UPDATE feed SET drafted = drafted + 1 WHERE id = $1
