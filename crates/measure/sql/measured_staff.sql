-- The link for staff is made anew.
UPDATE measured SET staff = $2, version = version + 1 WHERE site = $1
