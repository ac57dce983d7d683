-- The webhook of a workspace hears these from now on; NULL: every notice.
UPDATE webhook SET events = $2 WHERE workspace = $1
