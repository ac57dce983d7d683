-- Foreign keys: from which table, to which, and the name of the constraint where it has one.
/*sqlite:
SELECT t.name AS of_table, f."table" AS to_table, '' AS name
FROM sqlite_schema AS t JOIN pragma_foreign_key_list(t.name) AS f
WHERE t.type = 'table'
*/ /*postgres:
SELECT CAST(t.relname AS TEXT) AS of_table, CAST(o.relname AS TEXT) AS to_table, CAST(f.conname AS TEXT) AS name
FROM pg_constraint AS f JOIN pg_class AS t ON t.oid = f.conrelid JOIN pg_class AS o ON o.oid = f.confrelid
WHERE f.contype = 'f' AND f.connamespace = CAST(current_schema() AS regnamespace)
*/
