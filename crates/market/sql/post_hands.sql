-- Who posts by hand what of a post no program posts.
UPDATE post SET hands = $2 WHERE id = $1
