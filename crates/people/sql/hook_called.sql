-- A hook was called: counted anew where the last count is old, or begins in a future that a wrong clock saw.
-- $1 hash, $2 now, $3 since when calls are counted together
UPDATE watch SET
    hook_calls = CASE WHEN hook_since > $3 AND hook_since <= $2 THEN hook_calls + 1 ELSE 1 END,
    hook_since = CASE WHEN hook_since > $3 AND hook_since <= $2 THEN hook_since ELSE $2 END
WHERE hook = $1 AND site IN (
    SELECT site.id FROM site JOIN workspace ON workspace.id = site.workspace
    WHERE site.removed_at IS NULL AND workspace.removed_at IS NULL)
RETURNING site, hook_calls, hook_since, hook_asked_at
