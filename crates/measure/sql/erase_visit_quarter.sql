-- Sums of a site before a quarter-hour go.
DELETE FROM visit_quarter WHERE site = $1 AND quarter < $2
