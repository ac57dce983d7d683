-- How much of what a site has no post of it carries.
SELECT CAST(COALESCE(SUM(bytes), 0) AS BIGINT) FROM medium
WHERE site = $1 AND NOT EXISTS (
    SELECT 1 FROM post WHERE post.site = medium.site
        AND (post.media LIKE '%' || medium.digest || '%' OR post.parts LIKE '%' || medium.digest || '%' OR post.card LIKE '%' || medium.digest || '%')
)
