-- Since when the site of a post is in the bin.
SELECT site.removed_at FROM post JOIN site ON site.id = post.site WHERE post.id = $1
