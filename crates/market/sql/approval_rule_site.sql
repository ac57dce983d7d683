-- Whether posts of a site need a yes; NULL: as its workspace says.
UPDATE site SET needs_yes = $2 WHERE id = $1
