-- Tables, their columns in order, the types of these, and whether they are of the primary key.
/*sqlite:
SELECT t.name AS of_table, c.name AS name, LOWER(c.type) AS kind, c.pk > 0 AS is_key
FROM sqlite_schema AS t JOIN pragma_table_info(t.name) AS c
WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite~_%' ESCAPE '~' AND t.name <> 'schema_version'
ORDER BY t.name, c.cid
*/ /*postgres:
SELECT CAST(t.relname AS TEXT) AS of_table, CAST(c.attname AS TEXT) AS name, format_type(c.atttypid, NULL) AS kind,
    EXISTS (SELECT 1 FROM pg_index AS i WHERE i.indrelid = t.oid AND i.indisprimary AND c.attnum = ANY (i.indkey))
    AS is_key
FROM pg_class AS t JOIN pg_attribute AS c ON c.attrelid = t.oid AND c.attnum > 0 AND NOT c.attisdropped
WHERE t.relkind = 'r' AND t.relnamespace = CAST(current_schema() AS regnamespace) AND t.relname <> 'schema_version'
ORDER BY CAST(t.relname AS TEXT) COLLATE "C", c.attnum
*/
