-- Somebody looked, and it is there. What the network did not tell this time stays as it was told last.
UPDATE delivery
SET looks = looks + 1, looked_at = $2, likes = COALESCE($3, likes), reposts = COALESCE($4, reposts),
    replies = COALESCE($5, replies), views = COALESCE($6, views)
WHERE id = $1 AND state = 'live'
