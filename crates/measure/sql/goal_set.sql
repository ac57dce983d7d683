-- Changes a goal.
UPDATE goal SET name = $3, kind = $4, matches = $5, minor = CAST($6 AS BIGINT) WHERE site = $1 AND id = $2
