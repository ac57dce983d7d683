-- What tells this database of this server from any other.
/*sqlite:
SELECT '' AS mark
*/ /*postgres:
SELECT CAST(system_identifier AS TEXT) || ' ' || (SELECT CAST(oid AS TEXT) FROM pg_database WHERE datname = current_database()) AS mark
FROM pg_control_system()
*/
