-- Cards that others took the place of long ago.
DELETE FROM card WHERE replaced_at < $1
