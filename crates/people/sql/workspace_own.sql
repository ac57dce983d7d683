-- A workspace that showed the demo becomes an ordinary one, which posts to networks.
UPDATE workspace SET name = $2, sandbox = FALSE, stand_ins = NULL WHERE id = $1
