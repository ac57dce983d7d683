-- What somebody says of a version of a post.
UPDATE post_version SET answer = $3, answered_by = $4, answered_at = $5, remark = $6 WHERE post = $1 AND version = $2
