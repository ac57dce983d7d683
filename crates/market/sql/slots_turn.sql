-- A slot will be taken: whoever takes another waits.
UPDATE slots SET turn = turn + 1 WHERE site = $1
