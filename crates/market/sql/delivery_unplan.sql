-- Deliveries of post $1 in state $2 are in state $3, and due no more.
UPDATE delivery SET state = $3, due_at = NULL, changed_at = $4 WHERE post = $1 AND state = $2
