-- All sites of a workspace, those in the bin among them.
SELECT id FROM site WHERE workspace = $1
