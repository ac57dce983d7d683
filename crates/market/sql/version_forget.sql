-- Old versions of a post to which nobody said yes.
DELETE FROM post_version
WHERE post = $1 AND COALESCE(answer, '') <> 'yes'
    AND version NOT IN (SELECT newer.version FROM post_version AS newer WHERE newer.post = $1 ORDER BY newer.version DESC LIMIT $2)
