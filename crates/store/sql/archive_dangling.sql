-- Tables with rows that refer to nothing. PostgreSQL looks by itself, when constraints are made immediate again.
/*sqlite:
SELECT DISTINCT "table" AS of_table FROM pragma_foreign_key_check
*/ /*postgres:
SELECT '' AS of_table WHERE 1 = 2
*/
