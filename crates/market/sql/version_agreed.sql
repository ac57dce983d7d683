-- The newest version of a post to which somebody said yes.
SELECT version, made_by, made_at, what, digest, answer, answered_by, answered_at, remark FROM post_version WHERE post = $1 AND answer = 'yes'
ORDER BY version DESC LIMIT 1
