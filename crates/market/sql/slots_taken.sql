-- When posts of a site go out from $2 on, but for post $3.
SELECT due_at FROM post WHERE site = $1 AND due_at >= $2 AND id <> $3
