-- The session is over.
DELETE FROM session WHERE secret = $1
