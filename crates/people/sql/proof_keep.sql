-- A site was proved to be one's own.
UPDATE watch SET proof = $2, proved_at = $3, proof_missed = 0 WHERE site = $1
