-- When a hook had an audit asked for.
SELECT hook_asked_at FROM watch WHERE site = $1
