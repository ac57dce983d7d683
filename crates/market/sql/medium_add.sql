-- A picture that a site has, unless it has it already.
INSERT INTO medium (site, digest, kind, width, height, bytes, made_by, made_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (site, digest) DO NOTHING
