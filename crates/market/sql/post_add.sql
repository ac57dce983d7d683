-- A draft.
INSERT INTO post (id, site, text, page, card, media, parts, on_break, first_comment, campaign, zone, version, made_by, made_at, changed_at)
VALUES ($1, $2, $3, $4, $5, $10, $11, $12, $13, $6, $7, 1, $8, $9, $9)
