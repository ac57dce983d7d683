-- The sessions of a person in a workspace are over.
DELETE FROM session WHERE person = $1 AND workspace = $2
