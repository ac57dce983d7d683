-- Which of these posts are to go out and lack the yes that they need.
SELECT post.id
FROM post JOIN site ON site.id = post.site JOIN workspace ON workspace.id = site.workspace
WHERE post.id IN (SELECT /*sqlite: value FROM json_each($1) *//*postgres: json_array_elements_text(CAST($1 AS json)) */)
    AND COALESCE(site.needs_yes, workspace.needs_yes)
    AND EXISTS (SELECT 1 FROM delivery WHERE delivery.post = post.id AND delivery.state IN ('planned', 'waiting'))
    AND NOT EXISTS (
        SELECT 1 FROM post_version AS newest
        WHERE newest.post = post.id AND newest.answer = 'yes'
            AND newest.version = (SELECT MAX(every.version) FROM post_version AS every WHERE every.post = post.id)
    )
