-- Who belongs to a workspace.
SELECT person, role FROM membership WHERE workspace = $1
