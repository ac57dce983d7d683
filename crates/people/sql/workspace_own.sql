-- A workspace that showed the demo becomes an ordinary one.
UPDATE workspace SET name = $2, sandbox = $3 WHERE id = $1
