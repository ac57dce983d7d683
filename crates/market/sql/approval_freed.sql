-- What waited for a yes waits for its time alone.
UPDATE delivery SET cause = NULL, says = NULL, changed_at = $2 WHERE post = $1 AND cause = 'approval' AND state IN ('planned', 'prepared')
