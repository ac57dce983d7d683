-- The codes of a campaign's links, as words.
SELECT word.id FROM measured
JOIN link ON link.site = measured.site
JOIN word ON word.text = link.code
WHERE measured.number = $1 AND LOWER(link.campaign) = LOWER($2)
