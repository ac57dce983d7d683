-- Parts of a thread behind $2 that nobody began go, but the one at $3.
DELETE FROM post WHERE thread_of = $1 AND part > $2 AND part <> $3 AND NOT EXISTS (
    SELECT 1 FROM delivery WHERE delivery.post = post.id AND delivery.state NOT IN ('draft', 'planned', 'skipped')
)
