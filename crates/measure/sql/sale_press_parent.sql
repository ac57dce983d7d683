-- What whoever pressed a share button came with himself, as the visits by that press say.
SELECT word.text FROM visit JOIN word ON word.id = visit.parent
WHERE visit.site = $1 AND visit.press = (SELECT pressed.id FROM word AS pressed WHERE pressed.text = $2)
ORDER BY visit.day DESC, visit.id DESC LIMIT 1
