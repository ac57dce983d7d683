-- A link of a site, whether it leads anywhere or not.
SELECT code, site, target, activity, network, placement, campaign, parent, form, note, made_by, made_at, expires_at, withdrawn_at FROM link WHERE site = $1 AND code = $2
