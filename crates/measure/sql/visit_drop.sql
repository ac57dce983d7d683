-- Visits that are none, each an object of the list.
DELETE FROM visit
WHERE site = $1 AND day = $2 AND id IN
    (SELECT /*sqlite: value FROM json_each($3) *//*postgres: CAST(json_array_elements_text(CAST($3 AS json)) AS BIGINT) */)
