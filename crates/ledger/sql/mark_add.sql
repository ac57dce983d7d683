-- Marks a moment, once.
INSERT INTO mark (id, site, at, day, kind, says, audit, findings, pages) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (id) DO NOTHING
