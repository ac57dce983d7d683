-- The stand-ins of a workspace for trying begin there from now on.
UPDATE workspace SET stand_ins = $2 WHERE id = $1 AND sandbox
