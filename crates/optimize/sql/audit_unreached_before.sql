-- Whether the last audit of a site that is over, but for this one, did not reach its start page.
SELECT unreached FROM audit WHERE site = $1 AND id <> $2 AND ended_at IS NOT NULL
ORDER BY asked_at DESC, id LIMIT 1
