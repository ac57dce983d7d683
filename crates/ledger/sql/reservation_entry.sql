-- It is an entry of the ledger, which has its id.
UPDATE reservation SET entry = delivery WHERE delivery = $1
