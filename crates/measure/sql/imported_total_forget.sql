-- What an export said before it was brought in again.
DELETE FROM imported_total WHERE import = $1
