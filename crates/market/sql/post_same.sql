-- A post of a site that says the same, carries the same page and goes out at the same time.
SELECT id FROM post
WHERE site = $1 AND thread_of IS NULL AND text = $2 AND COALESCE(page, '') = COALESCE($3, '') AND COALESCE(due_at, 0) = COALESCE($4, 0)
LIMIT 1
