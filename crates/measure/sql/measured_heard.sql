-- Something came from a site's pages. It changes no setting, so the version stays.
UPDATE measured SET heard_at = $2, heard_by = $3 WHERE number = $1 AND (heard_at IS NULL OR heard_at < $2)
