-- Takes a link that has not run out: looking and taking are one.
DELETE FROM reset_link WHERE secret = $1 AND expires_at > $2 RETURNING person
