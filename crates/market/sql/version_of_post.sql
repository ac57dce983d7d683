-- The versions of a post, the newest first.
SELECT version, made_by, made_at, what, digest, answer, answered_by, answered_at, remark FROM post_version WHERE post = $1 ORDER BY version DESC LIMIT $2
