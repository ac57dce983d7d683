-- Since when the site of a post is in the bin, and of which thread it is a part.
SELECT site.removed_at, post.thread_of FROM post JOIN site ON site.id = post.site WHERE post.id = $1
