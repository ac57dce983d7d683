-- The audit of a site that is under way, and whether somebody began.
SELECT id, state FROM audit WHERE site = $1 AND ended_at IS NULL
