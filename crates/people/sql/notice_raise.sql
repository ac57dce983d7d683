-- A notice, unless one of its kind and matter is open.
INSERT INTO notice (workspace, site, kind, severity, about, says, remedy, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (kind, about) WHERE over_at IS NULL DO NOTHING
RETURNING id
