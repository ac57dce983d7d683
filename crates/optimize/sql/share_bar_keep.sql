-- A site has this share bar from now on.
INSERT INTO share_bar (site, bar, changed_at) VALUES ($1, $2, $3)
ON CONFLICT (site) DO UPDATE SET bar = excluded.bar, changed_at = excluded.changed_at
