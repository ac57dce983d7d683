-- The audits of a site are gone: which, and when each was over.
DELETE FROM audit WHERE site = $1 RETURNING id, ended_at
