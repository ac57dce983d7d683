-- What people type, of days that are over.
DELETE FROM typed_day WHERE site = $1 AND day < $2
