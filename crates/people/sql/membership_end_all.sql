-- Nobody belongs to a workspace any more.
DELETE FROM membership WHERE workspace = $1
