-- The timer of a person.
SELECT site, activity, network, note, begun_at FROM timer WHERE person = $1
