-- For tests: what was told, in order, and whether it is over.
SELECT kind, says, over_at IS NOT NULL AS is_over FROM notice ORDER BY id
