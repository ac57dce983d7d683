-- Removes a goal, or puts it back.
UPDATE goal SET removed_at = CAST($3 AS BIGINT) WHERE site = $1 AND id = $2
