-- Takes a mark away, or puts it back.
UPDATE mark SET removed_at = CAST($3 AS BIGINT) WHERE site = $1 AND id = $2
