-- Whether posts of a workspace need a yes.
SELECT needs_yes FROM workspace WHERE id = $1
