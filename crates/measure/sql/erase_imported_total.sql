-- Totals of other programs of before a day go.
DELETE FROM imported_total WHERE site = (SELECT site FROM measured WHERE number = $1) AND day < $2
