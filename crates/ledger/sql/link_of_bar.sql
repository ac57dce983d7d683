-- The link of a share bar's button.
SELECT code, site, target, activity, network, placement, campaign, parent, form, note, made_by, made_at, expires_at, withdrawn_at FROM link WHERE site = $1 AND bar = $2
