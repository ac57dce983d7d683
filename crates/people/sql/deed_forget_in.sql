-- What was done in a workspace is forgotten.
DELETE FROM deed WHERE workspace = $1
