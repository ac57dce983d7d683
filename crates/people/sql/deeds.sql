-- The last deeds in a workspace.
SELECT person.name, deed.what, deed.about, deed.at FROM deed JOIN person ON person.id = deed.person
WHERE deed.workspace = $1 ORDER BY deed.at DESC, deed.id LIMIT $2
