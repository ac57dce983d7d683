-- What a person is in a workspace.
SELECT role FROM membership WHERE workspace = $1 AND person = $2
