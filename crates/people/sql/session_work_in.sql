-- A session works in this workspace from now on.
UPDATE session SET workspace = $2 WHERE secret = $1
