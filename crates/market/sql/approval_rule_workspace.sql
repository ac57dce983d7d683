-- Whether posts of a workspace need a yes.
UPDATE workspace SET needs_yes = $2 WHERE id = $1
