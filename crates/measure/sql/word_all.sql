-- Words behind $1, some of them.
SELECT id FROM word WHERE id > $1 ORDER BY id LIMIT $2
