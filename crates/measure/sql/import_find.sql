-- How far a file was brought in.
SELECT id, read_to, over_at FROM import WHERE site = $1 AND fingerprint = $2
