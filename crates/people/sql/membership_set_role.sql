-- Somebody is something else from now on.
UPDATE membership SET role = $3 WHERE workspace = $1 AND person = $2
