-- Another text, unless somebody else changed the post.
UPDATE post SET text = $3, page = $4, card = $5, campaign = $6, zone = $7, media = $9, parts = $10, on_break = $11, first_comment = $12,
    version = version + 1, changed_at = $8
WHERE id = $1 AND version = $2
