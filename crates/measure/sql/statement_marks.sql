-- What changed about a site from day $2 to $3.
SELECT id, day, kind, says, audit, pages FROM mark
WHERE site = $1 AND removed_at IS NULL AND day BETWEEN $2 AND $3
ORDER BY day DESC, id
