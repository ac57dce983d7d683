-- A site lies in another folder from now on.
UPDATE site SET folder = $2 WHERE id = $1
