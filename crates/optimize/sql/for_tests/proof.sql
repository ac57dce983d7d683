-- For tests: a site that was proved to be one's own.
UPDATE watch SET proof = $2, proved_at = 0 WHERE site = $1
