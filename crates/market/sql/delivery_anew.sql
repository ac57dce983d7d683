-- It goes out now, from the beginning; $5: without the post's link, for which it is frozen anew.
UPDATE delivery SET state = $3, due_at = $4, so_far = 'null', tries = 0, cause = NULL, says = NULL, changed_at = $4,
    bare = bare OR $5, frozen = CASE WHEN $5 THEN NULL ELSE frozen END
WHERE id = $1 AND fence = $2
