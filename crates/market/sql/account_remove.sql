-- An account by which nothing was to go out is gone for good.
DELETE FROM account WHERE id = $1
