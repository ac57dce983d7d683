-- A person's timer that was begun then is no more.
DELETE FROM timer WHERE person = $1 AND begun_at = $2
