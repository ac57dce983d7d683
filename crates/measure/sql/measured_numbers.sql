-- All measured sites, those in the bin too.
SELECT site FROM measured ORDER BY number
