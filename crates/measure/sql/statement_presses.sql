-- Visits of a site by the press of a share button, from day $2 to $3: the $4 with the most.
SELECT press.text AS press, parent.text AS parent, network.text AS network, it.visits
FROM (SELECT press, parent, network, COUNT(*) AS visits FROM visit
      WHERE site = $1 AND press IS NOT NULL AND day BETWEEN $2 AND $3
      GROUP BY press, parent, network ORDER BY COUNT(*) DESC, press LIMIT $4) AS it
JOIN word AS press ON press.id = it.press
LEFT JOIN word AS parent ON parent.id = it.parent
LEFT JOIN word AS network ON network.id = it.network
ORDER BY it.visits DESC, press.text
