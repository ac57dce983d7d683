-- What a notice tells of is over.
UPDATE notice SET over_at = $3 WHERE kind = $1 AND about = $2 AND over_at IS NULL
