-- The audits of a site are gone for good; their ids name their folders.
DELETE FROM audit WHERE site = $1 RETURNING id
