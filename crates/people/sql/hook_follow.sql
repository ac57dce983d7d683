-- An audit follows the one under way, unless one is to follow already.
UPDATE watch SET follow = COALESCE(follow, $2) WHERE site = $1 RETURNING follow
