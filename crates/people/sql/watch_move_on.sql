-- The next time, unless it was set meanwhile. $1 site, $2 the time that was seen, $3 the next
UPDATE watch SET next_at = $3
WHERE site = $1 AND (next_at = $2 OR (next_at IS NULL AND CAST($2 AS BIGINT) IS NULL)) AND every <> 'never'
