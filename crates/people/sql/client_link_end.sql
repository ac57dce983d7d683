-- A link of a site of a workspace lets nobody in any more; its name.
DELETE FROM client_link WHERE id = $2 AND site IN (SELECT id FROM site WHERE workspace = $1) RETURNING name
