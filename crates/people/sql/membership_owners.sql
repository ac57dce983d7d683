-- How many own a workspace.
SELECT COUNT(*) FROM membership WHERE workspace = $1 AND role = 'owner'
