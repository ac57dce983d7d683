-- What it says somewhere was corrected: it stands in another version from now on.
UPDATE post SET version = version + 1, changed_at = $2 WHERE id = $1
