-- Whether somebody asked an audit to stop.
SELECT stop FROM audit WHERE id = $1
