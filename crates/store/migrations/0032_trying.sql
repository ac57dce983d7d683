-- Each workspace for trying has stand-ins of its own, not the demo alone.
-- Where these begin; NULL: they never ran.
ALTER TABLE workspace ADD COLUMN stand_ins TEXT;
UPDATE workspace SET stand_ins = (SELECT networks FROM demo WHERE demo.workspace = workspace.id);
ALTER TABLE demo DROP COLUMN networks;
