-- What came out of an audit.
SELECT result FROM audit WHERE id = $1
