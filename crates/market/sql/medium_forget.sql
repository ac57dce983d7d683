-- The site does not have this picture any more, unless a post carries it meanwhile.
DELETE FROM medium
WHERE site = $1 AND digest = $2 AND NOT EXISTS (
    SELECT 1 FROM post WHERE post.site = medium.site
        AND (post.media LIKE '%' || medium.digest || '%' OR post.parts LIKE '%' || medium.digest || '%' OR post.card LIKE '%' || medium.digest || '%')
)
