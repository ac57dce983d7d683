-- To how many workspaces a person belongs, those in the bin among them.
SELECT COUNT(*) FROM membership WHERE person = $1
