-- The shop of a demo serves its mended pages.
UPDATE demo SET mended_at = $2 WHERE workspace = $1 AND mended_at IS NULL
