-- All words to which a row refers. A table that refers to words has its place here.
SELECT network AS id FROM visit WHERE network IS NOT NULL
UNION
SELECT page AS id FROM visit WHERE page IS NOT NULL
UNION
SELECT query AS id FROM visit WHERE query IS NOT NULL
UNION
SELECT referrer AS id FROM visit WHERE referrer IS NOT NULL
UNION
SELECT agent AS id FROM visit WHERE agent IS NOT NULL
UNION
SELECT code AS id FROM visit WHERE code IS NOT NULL
UNION
SELECT press AS id FROM visit WHERE press IS NOT NULL
UNION
SELECT parent AS id FROM visit WHERE parent IS NOT NULL
UNION
SELECT around AS id FROM visit WHERE around IS NOT NULL
UNION
SELECT network AS id FROM visit_quarter WHERE network IS NOT NULL
UNION
SELECT network AS id FROM visit_day WHERE network IS NOT NULL
UNION
SELECT page AS id FROM page_day WHERE page IS NOT NULL
UNION
SELECT code AS id FROM link_day WHERE code IS NOT NULL
UNION
SELECT network AS id FROM link_day WHERE network IS NOT NULL
UNION
SELECT what AS id FROM happened_day WHERE what IS NOT NULL
UNION
SELECT page AS id FROM happened_day WHERE page IS NOT NULL
UNION
SELECT page AS id FROM unfurled WHERE page IS NOT NULL
UNION
SELECT network AS id FROM unfurled WHERE network IS NOT NULL
