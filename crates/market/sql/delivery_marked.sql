-- Somebody saw it in that state, as the network calls it.
UPDATE delivery SET mark = $2 WHERE id = $1 AND state = 'live'
