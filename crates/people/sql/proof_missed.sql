-- The proof was looked for in vain; how often by now.
UPDATE watch SET proof_missed = proof_missed + 1 WHERE site = $1 AND proof IS NOT NULL RETURNING proof_missed
