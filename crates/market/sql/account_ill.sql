-- Nothing can be posted by it; why.
UPDATE account SET ill = $2 WHERE id = $1
