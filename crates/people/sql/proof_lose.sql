-- The site is proved no more.
UPDATE watch SET proof = NULL, proved_at = NULL, proof_missed = 0 WHERE site = $1
