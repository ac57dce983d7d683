-- A picture or film that a site has, unless it has it already.
INSERT INTO medium (site, digest, kind, width, height, bytes, made_by, made_at, film)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (site, digest) DO NOTHING
