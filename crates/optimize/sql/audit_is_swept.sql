-- Whether the files of an audit were cleared away.
SELECT swept_at IS NOT NULL AS swept FROM audit WHERE id = $1
