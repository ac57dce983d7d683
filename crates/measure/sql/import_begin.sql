-- A file begins to be brought in, unless it was before.
INSERT INTO import (id, site, form, name, fingerprint, read_to, lines, visits, begun_at)
VALUES ($1, $2, $3, $4, $5, 0, 0, 0, $6) ON CONFLICT DO NOTHING
