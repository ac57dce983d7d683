-- What is noted of a link, and until when it leads anywhere.
UPDATE link SET note = $3, expires_at = $4, changed = $5 WHERE site = $1 AND code = $2
RETURNING code, site, target, activity, network, placement, campaign, parent, form, note, made_by, made_at, expires_at, withdrawn_at
