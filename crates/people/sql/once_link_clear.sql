-- Links of a person let nobody in any more.
DELETE FROM once_link WHERE person = $1
