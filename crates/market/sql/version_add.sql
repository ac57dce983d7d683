-- How a post stands after a change.
INSERT INTO post_version (post, version, made_by, made_at, what, digest) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (post, version) DO UPDATE SET made_by = excluded.made_by, made_at = excluded.made_at, what = excluded.what,
    digest = excluded.digest, answer = NULL, answered_by = NULL, answered_at = NULL, remark = NULL
