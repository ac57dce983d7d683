-- Links into a workspace lead nowhere.
DELETE FROM once_link WHERE workspace = $1
