-- Of $6 that were taken $7 were charged. Whatever is spent of it then.
UPDATE wallet_beside SET held = held - $6, spent = spent + $7
WHERE workspace = $1 AND delivery = $2 AND network = $3 AND month = $4 AND currency = $5
RETURNING spent
