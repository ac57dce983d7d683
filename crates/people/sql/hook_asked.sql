-- A hook had an audit asked for, which begins at $2.
UPDATE watch SET hook_asked_at = $2 WHERE site = $1
