-- Pictures of before $1 that no post of their site carries.
SELECT site, digest FROM medium
WHERE made_at < $1 AND NOT EXISTS (
    SELECT 1 FROM post WHERE post.site = medium.site
        AND (post.media LIKE '%' || medium.digest || '%' OR post.parts LIKE '%' || medium.digest || '%' OR post.card LIKE '%' || medium.digest || '%')
)
