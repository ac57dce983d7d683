-- The audits whose files are there, site by site, the newest first.
SELECT id, site, state, asked_at, ended_at FROM audit WHERE swept_at IS NULL ORDER BY site, asked_at DESC, id
