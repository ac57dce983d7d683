-- A link is switched on again.
UPDATE link SET withdrawn_at = NULL, changed = $3 WHERE site = $1 AND code = $2
RETURNING code, site, target, activity, network, placement, campaign, parent, form, note, made_by, made_at, expires_at, withdrawn_at
