-- An audit that nobody has begun yet.
INSERT INTO audit (id, site, state, asked_at, pages, known, sheet, stop) VALUES ($1, $2, 'waiting', $3, 0, 0, 0, $4)
