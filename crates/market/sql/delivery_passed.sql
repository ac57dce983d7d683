-- The time of a look is over, and nobody could look.
UPDATE delivery SET looks = looks + 1 WHERE id = $1 AND state = 'live'
