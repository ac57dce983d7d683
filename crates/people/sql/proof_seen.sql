-- The proof was found again.
UPDATE watch SET proof_missed = 0 WHERE site = $1 AND proof_missed > 0
