-- The cards of a site look like this from now on.
INSERT INTO card_brand (site, style, changed_at) VALUES ($1, $2, $3)
ON CONFLICT (site) DO UPDATE SET style = excluded.style, changed_at = excluded.changed_at
