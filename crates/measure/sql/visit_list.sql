-- Visits of a site from day $2 to just before visit $4 of day $3, the newest first, as filters say; null filters nothing.
SELECT it.day, it.id, it.at, it.channel, it.confidence, it.rule, it.version, it.flags, it.views, it.seconds,
    COALESCE(it.network, 0) AS network_id, it.page AS page_id, COALESCE(it.code, 0) AS code_id, place.text AS network,
    path.text AS page, question.text AS query, origin.text AS referrer, browser.text AS agent, token.text AS code,
    pressed.text AS press, ancestor.text AS parent, known.text AS around
FROM (
    SELECT * FROM visit
    WHERE site = $1 AND day >= $2 AND day <= $3 AND (day < $3 OR id < $4)
        AND channel IN (SELECT /*sqlite: value FROM json_each($5) *//*postgres: CAST(json_array_elements_text(CAST($5 AS json)) AS BIGINT) */)
        AND (CAST($6 AS BIGINT) IS NULL OR confidence = $6)
        AND (CAST($7 AS BIGINT) IS NULL OR network = $7)
        AND (CAST($8 AS BIGINT) IS NULL OR page = $8)
        AND (CAST($9 AS TEXT) IS NULL OR code IN (SELECT /*sqlite: value FROM json_each($9) *//*postgres: CAST(json_array_elements_text(CAST($9 AS json)) AS BIGINT) */))
    ORDER BY day DESC, id DESC LIMIT $10) AS it
LEFT JOIN word AS place ON place.id = it.network
LEFT JOIN word AS path ON path.id = it.page
LEFT JOIN word AS question ON question.id = it.query
LEFT JOIN word AS origin ON origin.id = it.referrer
LEFT JOIN word AS browser ON browser.id = it.agent
LEFT JOIN word AS token ON token.id = it.code
LEFT JOIN word AS pressed ON pressed.id = it.press
LEFT JOIN word AS ancestor ON ancestor.id = it.parent
LEFT JOIN word AS known ON known.id = it.around
ORDER BY it.day DESC, it.id DESC
