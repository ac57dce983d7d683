-- A person belongs to nothing any more.
DELETE FROM membership WHERE person = $1
