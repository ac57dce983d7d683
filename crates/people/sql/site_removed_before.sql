-- Sites that lie in the bin since before then.
SELECT id FROM site WHERE removed_at <= $1
