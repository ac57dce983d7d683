-- For tests: an audit that came to its end at $3.
INSERT INTO audit (id, site, state, asked_at, ended_at, pages, known, sheet, stop)
VALUES ($1, $2, 'done', $3, $3, 1, 1, 1, $4)
