-- Columns that count by themselves and must be told where to go on; SQLite needs no telling.
/*sqlite:
SELECT '' AS of_table, '' AS name WHERE 1 = 2
*/ /*postgres:
SELECT CAST(t.relname AS TEXT) AS of_table, CAST(c.attname AS TEXT) AS name
FROM pg_class AS t JOIN pg_attribute AS c ON c.attrelid = t.oid AND c.attidentity <> ''
WHERE t.relkind = 'r' AND t.relnamespace = CAST(current_schema() AS regnamespace)
*/
