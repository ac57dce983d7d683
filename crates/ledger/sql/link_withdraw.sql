-- A link is switched off.
UPDATE link SET withdrawn_at = COALESCE(withdrawn_at, $3), changed = $4 WHERE site = $1 AND code = $2
RETURNING code, site, target, activity, network, placement, campaign, parent, form, note, made_by, made_at, expires_at, withdrawn_at
