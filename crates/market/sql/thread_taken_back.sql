-- It was live, and was taken back.
UPDATE delivery SET state = 'gone', cause = 'taken_back', says = $3, gone_at = $2, changed_at = $2 WHERE id = $1 AND state = 'live'
