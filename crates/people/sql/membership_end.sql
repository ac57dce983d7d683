-- Somebody belongs to a workspace no more.
DELETE FROM membership WHERE workspace = $1 AND person = $2
