-- Something will be taken: whoever takes something else waits.
UPDATE wallet SET turn = turn + 1 WHERE workspace = $1
RETURNING micros, currency, zone, version, told, changed_by, changed_at
