-- The hash of a hook's secret; without one, there is no hook.
UPDATE watch SET hook = $2, hook_calls = 0 WHERE site = $1
