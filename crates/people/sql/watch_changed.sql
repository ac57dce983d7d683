-- The settings change, unless somebody was quicker. $1 site, $2 the version that was seen
UPDATE watch SET version = version + 1 WHERE site = $1 AND version = $2
