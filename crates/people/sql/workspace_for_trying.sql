-- The workspaces that were made for trying, those in the bin too, and where their stand-ins begin.
SELECT id, stand_ins FROM workspace WHERE sandbox ORDER BY created_at, id
