-- Links of a site, the newest first, behind one of them; $4: what is looked for, $5: the same as a pattern.
SELECT code, site, target, activity, network, placement, campaign, parent, form, note, made_by, made_at, expires_at, withdrawn_at
FROM link
WHERE site = $1 AND (made_at < $2 OR (made_at = $2 AND code > $3))
  AND ($4 = '' OR code = $4 OR LOWER(target) LIKE $5 ESCAPE '\' OR LOWER(COALESCE(campaign, '')) LIKE $5 ESCAPE '\'
       OR LOWER(COALESCE(placement, '')) LIKE $5 ESCAPE '\' OR LOWER(COALESCE(note, '')) LIKE $5 ESCAPE '\')
ORDER BY made_at DESC, code LIMIT $6
