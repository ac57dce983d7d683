-- Visits of a day behind visit $3, with their evidence, in their order.
SELECT it.day, it.id, it.at, it.channel, it.confidence, it.rule, it.version, it.flags, it.views, it.seconds,
    COALESCE(it.network, 0) AS network_id, it.page AS page_id, COALESCE(it.code, 0) AS code_id, place.text AS network,
    path.text AS page, question.text AS query, origin.text AS referrer, browser.text AS agent, token.text AS code,
    pressed.text AS press, ancestor.text AS parent, known.text AS around
FROM (SELECT * FROM visit WHERE site = $1 AND day = $2 AND id > $3 ORDER BY id LIMIT $4) AS it
LEFT JOIN word AS place ON place.id = it.network
LEFT JOIN word AS path ON path.id = it.page
LEFT JOIN word AS question ON question.id = it.query
LEFT JOIN word AS origin ON origin.id = it.referrer
LEFT JOIN word AS browser ON browser.id = it.agent
LEFT JOIN word AS token ON token.id = it.code
LEFT JOIN word AS pressed ON pressed.id = it.press
LEFT JOIN word AS ancestor ON ancestor.id = it.parent
LEFT JOIN word AS known ON known.id = it.around
ORDER BY it.id
