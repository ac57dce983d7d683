-- For tests: an audit that a worker began.
UPDATE audit SET state = 'reading' WHERE id = $1
