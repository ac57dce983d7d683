-- What fell due up to $1, and may have gone out from another copy of this house, is found out about before anything is sent.
UPDATE delivery SET state = 'unknown', fence = fence + 1, sent_at = $1, changed_at = $1, cause = 'restored', says = $2
WHERE due_at <= $1 AND state IN ('planned', 'prepared', 'limited', 'pending', 'sending', 'unknown')
    AND account IN (SELECT id FROM account WHERE NOT by_hand)
