-- Nothing was charged.
UPDATE reservation SET state = 'released', settled_at = $2 WHERE delivery = $1 AND state = 'reserved'
