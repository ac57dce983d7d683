-- A delivery of post $2 by account $3, or another text for one that has not begun.
INSERT INTO delivery (id, post, account, text, state, so_far, fence, tries, changed_at, bare)
VALUES ($1, $2, $3, $4, $5, 'null', 0, 0, $6, $7)
ON CONFLICT (post, account) DO UPDATE SET text = excluded.text, bare = excluded.bare, changed_at = excluded.changed_at
WHERE delivery.state IN ('draft', 'planned')
